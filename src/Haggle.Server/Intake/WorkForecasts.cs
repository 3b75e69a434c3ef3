using System.Collections.Immutable;
using Haggle.Catalog.BuiltIn;
using Haggle.Core.Economics.Training;
using Haggle.Core.Market;
using Haggle.Core.Planning;
using Haggle.Core.Runs;
using Haggle.Core.Tasks;

namespace Haggle.Server.Intake;

/// <summary>What a task's workload takes on each kind of machine that would do: by the estimator of `haggle plan`.</summary>
internal static class WorkForecasts
{
    /// <summary>A run is stored with them; a market has few kinds of machines, and a job that fits more than these says too little of what it wants.</summary>
    private const int MostKinds = 64;

    public static ImmutableArray<Forecast> Of(TaskSpec spec, Job job, IEnumerable<Quote> market, DateTimeOffset now)
    {
        var asked = spec.Resources.Choices is [{ Accelerators: AcceleratorRequest.Named named }] ? named : null;
        if (spec.Workload is not { } workload || WorkReading.Of(workload, BuiltInSpeeds.Knowledge, asked, null).Work is not { } work) return [];
        var planner = new TrainingPlanner(TrainingTask.Of(spec, work, StoreHomes.Of), BuiltInSpeeds.Knowledge, BuiltInAssumptions.All, KnownProviders.All);
        var quotes = market.ToImmutableArray();
        var fitting = Planner.Plan(job with { Rehearsal = null, Forecasts = [] }, new MarketSnapshot(now, quotes), PlanContext.Fresh, now) is Plan plan ? plan.Candidates.Select(candidate => candidate.Quote.Offer) : [];
        var offers = quotes.Select(quote => quote.Offer).Where(offer => offer.Key.Value == job.Rehearsal?.Offer).Concat(fitting);
        var kinds = offers.DistinctBy(offer => (offer.Provider, offer.Accelerator, offer.AcceleratorCount, offer.Purchase, offer.Accelerator.Length == 0 ? offer.Vcpus : 0));
        return [.. kinds.Select(planner.Forecast).OfType<Forecast>().Take(MostKinds)];
    }
}
