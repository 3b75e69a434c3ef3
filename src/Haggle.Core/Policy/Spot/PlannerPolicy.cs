namespace Haggle.Core.Policy.Spot;

/// <summary>
/// The policy that ships: plans each job over a market model that was learnt from recorded availability, looks the plan up in each tick by what was observed so
/// far, and lets the guard have the last word.
/// </summary>
/// <param name="single">The market model for a single zone.</param>
/// <param name="several">The market model for several zones.</param>
public sealed class PlannerPolicy(MarketChain single, MarketChain several) : ISpotPolicy
{
    /// <inheritdoc />
    public string Name => "planner";

    /// <inheritdoc />
    public ISpotRun Plan(SpotJob job, ReadOnlySpan<ulong> history)
    {
        ArgumentNullException.ThrowIfNull(job);
        return job.IsPossible ? Follow(SpotPlanner.Plan(job.Zones == 1 ? single : several, job)) : new OnDemandPolicy();
    }

    /// <summary>A run under a plan that was made before; the plan is not changed by it.</summary>
    public static ISpotRun Follow(SpotPlan plan) => new PlannedRun(plan);
}
