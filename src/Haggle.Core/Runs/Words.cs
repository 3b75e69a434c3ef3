using System.Globalization;

namespace Haggle.Core.Runs;

/// <summary>How times are said to people.</summary>
public static class Words
{
    /// <summary>A duration in its two largest units: "45 s", "3 min 20 s", "5 h 12 min", "2 d 3 h". Negative ones bear a minus.</summary>
    public static string Duration(TimeSpan time)
    {
        if (time < TimeSpan.Zero) return "-" + Duration(time.Negate());
        if (time < TimeSpan.FromSeconds(10)) return time.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture) + " s";
        if (time < TimeSpan.FromMinutes(1)) return $"{(int)time.TotalSeconds} s";
        if (time < TimeSpan.FromHours(1)) return time.Seconds == 0 ? $"{time.Minutes} min" : $"{time.Minutes} min {time.Seconds} s";
        if (time < TimeSpan.FromDays(1)) return time.Minutes == 0 ? $"{time.Hours} h" : $"{time.Hours} h {time.Minutes} min";
        return time.Hours == 0 ? $"{(int)time.TotalDays} d" : $"{(int)time.TotalDays} d {time.Hours} h";
    }
}
