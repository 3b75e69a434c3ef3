namespace Haggle.Cli.Simulating;

/// <summary>What kind of job is tried: seconds of work, to the deadline and of a start-up, and the prices where the market does not say them.</summary>
/// <param name="Work">Seconds of computation.</param>
/// <param name="Window">Seconds from the start to the deadline.</param>
/// <param name="Delay">Seconds without progress after each launch.</param>
/// <param name="OnDemandRate">Thousandths of a dollar an hour.</param>
/// <param name="SpotRate">Thousandths of a dollar an hour.</param>
internal sealed record SimulatedJob(long Work, long Window, long Delay, long OnDemandRate, long SpotRate);
