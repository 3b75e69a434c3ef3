using Haggle.Core.Planning;
using Haggle.Core.Policy.Placement;
using Haggle.Core.Units;
using Haggle.Wire.Rest;

namespace Haggle.Server.Mapping;

/// <summary>Plans as the API tells them.</summary>
internal static class PlanMapping
{
    /// <summary>More candidates than fit on a screen help nobody; the count of the rest is told.</summary>
    private const int MostCandidates = 6;

    public static PlanMessage Of(PlanMessage frame, PlanAnswer answer, string chosen, EstimateMessage? estimate)
    {
        var refused = answer.Rejected.Select(r => new RefusalCount { Offers = r.Count, Reason = r.Reason }).ToArray();
        frame = frame with { AsOf = answer.MarketAsOf, Refused = refused };
        if (answer is WhyNot whyNot) return frame with { WhyNot = whyNot.Reason, WhatToDo = whyNot.Advice };
        var candidates = ((Plan)answer).Candidates;
        var listed = candidates.Where((c, rank) => rank < MostCandidates || c.Quote.Offer.Key.Value == chosen);
        return frame with
        {
            Candidates = [.. listed.Select(c => Candidate(c, chosen))],
            CandidatesLeftOut = Math.Max(0, candidates.Length - MostCandidates),
            Estimate = estimate,
        };
    }

    private static CandidateMessage Candidate(Candidate candidate, string chosen)
    {
        var (offer, rate, provenance) = candidate.Quote;
        return new CandidateMessage
        {
            Offer = offer.Key.Value,
            Provider = offer.Provider.Value,
            Region = offer.Region,
            Zone = offer.Zone,
            InstanceType = offer.InstanceType,
            Accelerator = offer.Accelerator,
            AcceleratorCount = offer.AcceleratorCount,
            AcceleratorMemoryGib = offer.AcceleratorMemory.ToGib(),
            Vcpus = offer.Vcpus,
            MemoryGib = offer.Memory.ToGib(),
            Purchase = WireWords.Of(offer.Purchase),
            RateNanoUsdPerHour = rate.PerHour.NanoUsd,
            PriceSource = provenance.Source,
            PriceAsOf = provenance.AsOf,
            ExpectedSeconds = candidate.ExpectedTime?.TotalSeconds,
            ExpectedCostNanoUsd = candidate.ExpectedCost?.NanoUsd,
            IsChosen = offer.Key.Value == chosen,
            Reason = candidate.Reason,
        };
    }

    public static ForecastMessage? Forecast(SpotForecast? forecast) => forecast is null ? null : new()
    {
        ExpectedCostNanoUsd = Nano(forecast.ExpectedUsd),
        WorstCostNanoUsd = Nano(forecast.WorstUsd),
        OnDemandCostNanoUsd = Nano(forecast.OnDemandUsd),
        SpotAlone = forecast.SpotAlone,
        ExpectedSeconds = forecast.ExpectedTime.TotalSeconds,
        Reclaims = forecast.Reclaims,
        IsPossible = forecast.IsPossible,
    };

    public static EstimateMessage Estimate(Candidate chosen, int nodes, string basis, HourlyRate? onDemand) => new()
    {
        Offer = chosen.Quote.Offer.Key.Value,
        RateNanoUsdPerHour = (chosen.Quote.Rate * nodes).PerHour.NanoUsd,
        ExpectedSeconds = chosen.ExpectedTime?.TotalSeconds,
        ExpectedCostNanoUsd = chosen.ExpectedCost?.NanoUsd,
        OnDemandRateNanoUsdPerHour = onDemand is { } rate ? (rate * nodes).PerHour.NanoUsd : null,
        Basis = basis,
    };

    // A forecast is no bill: a cent is more than it knows.
    private static long Nano(double usd) => double.IsFinite(usd) ? (long)Math.Round(Math.Min(usd, 1e9) * 1e4) * 100_000 : 0;
}
