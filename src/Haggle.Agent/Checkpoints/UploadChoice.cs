namespace Haggle.Agent.Checkpoints;

/// <summary>What is worth doing in the time that a reclaim notice leaves. Pure.</summary>
internal static class UploadChoice
{
    /// <summary>The share of a notice that the program may lose at most to the upload of what it saves last.</summary>
    public const double SavingShareMax = 0.75;

    // What an upload took last time it may take half as much again, and a moment for its manifest.
    private const double Margin = 1.5;
    private static readonly TimeSpan ManifestTime = TimeSpan.FromSeconds(1);

    /// <summary>How long an upload of so many bytes is expected to take; null when no speed is known.</summary>
    public static TimeSpan? Takes(long bytes, double? bytesPerSecond) =>
        bytesPerSecond is { } speed && speed > 0 ? (TimeSpan.FromSeconds(Math.Min(bytes / speed, 1e6)) * Margin) + ManifestTime : null;

    /// <summary>Whether the upload under way is given up for a newer checkpoint: only when there is time for the new one and not for both.</summary>
    /// <param name="left">The time until the machine is taken.</param>
    /// <param name="rest">What the upload under way still takes; null when not known.</param>
    /// <param name="newer">What the newer one takes; null when not known.</param>
    public static bool GivesUp(TimeSpan left, TimeSpan? rest, TimeSpan? newer) =>
        rest is { } remaining && newer is { } takes && left < remaining + takes && left >= takes;
}
