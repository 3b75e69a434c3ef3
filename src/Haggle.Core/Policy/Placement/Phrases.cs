using System.Globalization;
using Haggle.Core.Runs;

namespace Haggle.Core.Policy.Placement;

/// <summary>How placement decisions are said to people.</summary>
internal static class Phrases
{
    /// <summary>"22 min", "9.2 h", "3.5 d".</summary>
    public static string Time(TimeSpan time) => time switch
    {
        _ when time < TimeSpan.Zero => "-" + Time(time.Negate()),
        _ when time < TimeSpan.FromMinutes(2) => Words.Duration(TimeSpan.FromSeconds(Math.Round(time.TotalSeconds))),
        _ when time < TimeSpan.FromMinutes(90) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:0} min"),
        _ when time < TimeSpan.FromDays(3) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalHours:0.0} h"),
        _ when time < TimeSpan.FromDays(300) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalDays:0.0} d"),
        _ => "a year and more",
    };

    /// <summary>What the data costs there, where it is worth a word: "; bringing the data takes 2 min and $1.08", "; its checkpoints cost $0.54/h of traffic".</summary>
    public static string Data(ZoneOutlook place)
    {
        var (takes, costs) = (place.MoveTime >= TimeSpan.FromMinutes(1), place.MoveUsd >= 0.005);
        var bring = (takes, costs) switch
        {
            (true, true) => string.Create(CultureInfo.InvariantCulture, $"; bringing the data takes {Time(place.MoveTime)} and ${place.MoveUsd:0.00}"),
            (true, false) => $"; bringing the data takes {Time(place.MoveTime)}",
            (false, true) => string.Create(CultureInfo.InvariantCulture, $"; bringing the data costs ${place.MoveUsd:0.00}"),
            _ => "",
        };
        return place.TrafficUsdPerHour >= 0.005 ? string.Create(CultureInfo.InvariantCulture, $"{bring}; its checkpoints cost ${place.TrafficUsdPerHour:0.00}/h of traffic") : bring;
    }

    public static string Zones(int count) => count == 1 ? "1 zone" : string.Create(CultureInfo.InvariantCulture, $"{count} zones");

    /// <summary>By how much an hour of progress is cheaper, as "71 %".</summary>
    public static string Saving(ZoneOutlook spot, ZoneOutlook lasting, TimeSpan? work) =>
        string.Create(CultureInfo.InvariantCulture, $"{Math.Round(100 * (1 - (spot.UsdPerHourOfWork(work) / lasting.UsdPerHourOfWork(work))))} %");
}
