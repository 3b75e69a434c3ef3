using Haggle.Wire.Rest;

namespace Haggle.Cli.Render;

/// <summary>How far a run is, long and short.</summary>
internal static class ProgressText
{
    private const int BarCells = 20;

    /// <summary>"45%", "step 450", or nothing.</summary>
    public static string Short(ProgressView? progress) => progress switch
    {
        null => "",
        { Of: > 0 and var of } => MoneyText.Percent(Math.Clamp(progress.Step / (double)of, 0, 1)),
        _ => $"step {progress.Step:N0}",
    };

    /// <summary>"step 450 of 1,000 (45%)  loss 1.23  5,300 chars/s  3m 05s left".</summary>
    public static string Long(ProgressView progress)
    {
        var parts = new List<string> { progress.Of is { } of ? $"step {progress.Step:N0} of {of:N0} ({Short(progress)})" : $"step {progress.Step:N0}" };
        if (progress.Loss is { } loss) parts.Add("loss " + SizeText.Number(loss));
        if (progress.Rate is { } rate) parts.Add($"{SizeText.Number(rate)} {progress.RateUnit}".TrimEnd());
        if (progress.RemainingSeconds is { } left) parts.Add(TimeText.Span(left) + " left");
        return string.Join("  ", parts);
    }

    public static string Bar(ProgressView progress)
    {
        if (progress.Of is not > 0) return "";
        var done = (int)Math.Floor(Math.Clamp(progress.Step / (double)progress.Of, 0, 1) * BarCells);
        return "[" + new string('#', done) + new string('.', BarCells - done) + "] ";
    }
}
