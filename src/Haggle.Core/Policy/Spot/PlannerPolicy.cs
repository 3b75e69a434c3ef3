namespace Haggle.Core.Policy.Spot;

/// <summary>
/// The policy that ships: a market model learnt from recorded availability is bent towards the week before the job's start, the job is planned over it by
/// dynamic programming, each tick looks the plan up by what was observed so far, and the guard has the last word.
/// </summary>
/// <param name="single">The market model for a single zone.</param>
/// <param name="several">The market model for several zones.</param>
/// <param name="trust">How many steps of ten minutes in a state the model is worth against what was seen of the market at hand.</param>
public sealed class PlannerPolicy(MarketChain single, MarketChain several, double trust = PlannerPolicy.UsualTrust) : ISpotPolicy
{
    /// <summary>The trust that did best on recordings that the model had not seen; anything from 20 to 200 is within 0.002.</summary>
    public const double UsualTrust = 60;

    /// <summary>The planner with the priors that are shipped.</summary>
    public static PlannerPolicy Shipped { get; } = new(SpotPriors.Single, SpotPriors.Several);

    /// <inheritdoc />
    public string Name => "planner";

    /// <summary>Plans a job; on demand at once when the deadline cannot be met by anything better.</summary>
    /// <param name="job">The job.</param>
    /// <param name="history">The zones that were up in each tick before the job's start.</param>
    public ISpotRun Plan(SpotJob job, ReadOnlySpan<ulong> history)
    {
        ArgumentNullException.ThrowIfNull(job);
        return job.IsPossible ? Follow(Plan(job, job.Zones == 1 ? single : several, history, trust)) : new OnDemandPolicy();
    }

    /// <summary>The plan of a possible job, with its expected cost.</summary>
    /// <param name="job">The job; on-demand from its start would be in time.</param>
    /// <param name="prior">The market model before anything was seen.</param>
    /// <param name="history">The zones that were up in each tick before the job's start.</param>
    /// <param name="trust">How many steps of ten minutes in a state the model is worth against the history.</param>
    public static SpotPlan Plan(SpotJob job, MarketChain prior, ReadOnlySpan<ulong> history, double trust = UsualTrust)
    {
        ArgumentNullException.ThrowIfNull(job);
        ArgumentNullException.ThrowIfNull(prior);
        var seen = MarketTraining.Count(history, job.Zones, job.Gap, prior.Shape, prior.Life.Span);
        return SpotPlanner.Plan(prior.Bent(seen, trust), job);
    }

    /// <summary>A run under a plan that was made before; the plan is not changed by it.</summary>
    public static ISpotRun Follow(SpotPlan plan) => new PlannedRun(plan);
}
