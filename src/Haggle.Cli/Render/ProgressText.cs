using Haggle.Wire.Rest;

namespace Haggle.Cli.Render;

/// <summary>How far a run is, long and short.</summary>
internal static class ProgressText
{
    private const int BarCells = 12;

    /// <summary>"45%", "step 450", or nothing.</summary>
    public static string Short(ProgressView? progress) => progress switch
    {
        null => "",
        { Of: > 0 and var of } => MoneyText.Percent(Math.Clamp(progress.Step / (double)of, 0, 1)),
        _ => $"step {progress.Step:N0}",
    };

    /// <summary>"step 450 of 1,000 (45%), 3m 05s left".</summary>
    public static string Steps(ProgressView progress)
    {
        var steps = progress.Of is { } of ? $"step {progress.Step:N0} of {of:N0} ({Short(progress)})" : $"step {progress.Step:N0}";
        return progress.RemainingSeconds is { } left ? $"{steps}, {TimeText.Span(left)} left" : steps;
    }

    /// <summary>"loss 1.23, 5,300 chars/s, accuracy 0.9".</summary>
    public static string Numbers(ProgressView progress)
    {
        var parts = new List<string>();
        if (progress.Phase is { Length: > 0 } phase) parts.Add(phase);
        if (progress.Loss is { } loss) parts.Add("loss " + SizeText.Number(loss));
        if (progress.Rate is { } rate) parts.Add($"{SizeText.Number(rate)} {progress.RateUnit}".TrimEnd());
        foreach (var (name, value) in progress.Metrics ?? []) parts.Add($"{name} {SizeText.Number(value)}");
        return string.Join(", ", parts);
    }

    /// <summary>Both, in one line.</summary>
    public static string Long(ProgressView progress) => Numbers(progress) is { Length: > 0 } numbers ? $"{Steps(progress)}  {numbers}" : Steps(progress);

    public static string Bar(ProgressView progress)
    {
        if (progress.Of is not > 0) return "";
        var done = (int)Math.Floor(Math.Clamp(progress.Step / (double)progress.Of, 0, 1) * BarCells);
        return "[" + new string('#', done) + new string('.', BarCells - done) + "] ";
    }
}
