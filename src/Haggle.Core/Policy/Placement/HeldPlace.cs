namespace Haggle.Core.Policy.Placement;

/// <summary>The place on spot where a run works now, as seen by whoever thinks of leaving it. All times are in the offer's time.</summary>
/// <param name="Place">What is expected of it from now on, at the price that it is billed at.</param>
/// <param name="For">How long its machines are held.</param>
/// <param name="Stop">How long it takes at most until the program has saved and stopped and its checkpoints are sealed.</param>
/// <param name="Settle">How long a run stays at least where it is.</param>
/// <param name="Gain">How many times what it costs a move must be expected to save.</param>
public sealed record HeldPlace(ZoneOutlook Place, TimeSpan For, TimeSpan Stop, TimeSpan Settle, double Gain)
{
    /// <summary>What taking the last checkpoint away from there costs in dollars.</summary>
    public double LeaveUsd { get; init; }
}
