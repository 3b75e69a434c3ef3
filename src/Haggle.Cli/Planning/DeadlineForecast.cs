using System.Collections.Immutable;
using Haggle.Catalog.BuiltIn;
using Haggle.Core.Economics.Training;
using Haggle.Core.Market;
using Haggle.Core.Planning;
using Haggle.Core.Policy;
using Haggle.Core.Policy.Experience;
using Haggle.Core.Policy.Placement;
using Haggle.Core.Runs;
using Haggle.Core.Tasks;
using Haggle.Wire.Rest;

namespace Haggle.Cli.Planning;

/// <summary>
/// What a task with a deadline is expected to cost under the spot policy, over the offers that fit: the forecast that `haggle launch` shows, from the local
/// catalogue and the priors that come with Haggle.
/// </summary>
internal static class DeadlineForecast
{
    /// <summary>The cheapest of each way to buy: whoever is dearer than so many others is no choice.</summary>
    private const int MostOfEach = 500;

    /// <summary>The forecast; null when there is no deadline, or nothing fits.</summary>
    /// <param name="spec">The task.</param>
    /// <param name="planner">The planner, after it has planned.</param>
    /// <param name="filter">What the user accepts: its time is the deadline.</param>
    /// <param name="now">The instant.</param>
    public static SpotForecast? Of(TaskSpec spec, TrainingPlanner planner, PlanFilter filter, DateTimeOffset now)
    {
        if (filter.TimeMax is not { } left) return null;
        var quotes = planner.Fitting(MostOfEach).Where(quote => quote.Offer.Purchase is Purchase.OnDemand or Purchase.Spot or Purchase.Bid or Purchase.Owned).ToImmutableArray();
        var kinds = quotes.Select(quote => quote.Offer).DistinctBy(offer => (offer.Provider, offer.Accelerator, offer.AcceleratorCount, offer.Purchase, offer.Accelerator.Length == 0 ? offer.Vcpus : 0));

        // The wishes have been heard: what is here fits.
        var job = JobOutline.Of(spec, spec.Name ?? "", 1, now) with
        {
            Wishes = [],
            WishesOrdered = false,
            Deadline = now + left,
            Budget = filter.Budget,
            Forecasts = [.. kinds.Select(planner.Forecast).OfType<Forecast>()],
            Data = new JobData((spec.Inputs?.Size.Mib ?? 0) << 20, spec.Inputs is { } inputs ? StoreHomes.Of(inputs.Uri) : "", spec.Checkpoint?.Store is { } store ? StoreHomes.Of(store) : ""),
        };
        var market = new MarketSnapshot(now, quotes);
        var input = new DeciderInput { Owner = new OwnerId("plan"), Policy = new RunPolicy(), Market = market, Experience = MarketExperience.Of(BuiltInSpotPriors.All), Egress = KnownProviders.Egress };
        var answer = Planner.Plan(job, market, PlanContext.Fresh, now);
        return RunForecast.Of(job, answer, (answer as Plan)?.Best.ExpectedTime, input, now);
    }

    /// <summary>The forecast as a server would tell it.</summary>
    public static ForecastMessage Message(SpotForecast forecast) => new()
    {
        ExpectedCostNanoUsd = Nano(forecast.ExpectedUsd),
        WorstCostNanoUsd = Nano(forecast.WorstUsd),
        OnDemandCostNanoUsd = Nano(forecast.OnDemandUsd),
        SpotAlone = forecast.SpotAlone,
        ExpectedSeconds = forecast.ExpectedTime.TotalSeconds,
        Reclaims = forecast.Reclaims,
        IsPossible = forecast.IsPossible,
    };

    // A forecast is no bill: a cent is more than it knows.
    private static long Nano(double usd) => double.IsFinite(usd) ? (long)Math.Round(Math.Min(usd, 1e9) * 1e4) * 100_000 : 0;
}
