namespace Haggle.Core.Policy.Spot;

/// <summary>On demand from the start to the end: what everything is measured against.</summary>
public sealed class OnDemandPolicy : ISpotPolicy, ISpotRun
{
    /// <inheritdoc />
    public string Name => "on-demand";

    /// <inheritdoc />
    public ISpotRun Plan(SpotJob job, ReadOnlySpan<ulong> history) => this;

    /// <inheritdoc />
    public SpotAction Decide(in SpotView view) => SpotAction.OnDemand;
}
