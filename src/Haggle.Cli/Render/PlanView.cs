using Haggle.Wire.Rest;

namespace Haggle.Cli.Render;

/// <summary>What would be rented, what else could be, and why that lost.</summary>
internal static class PlanView
{
    /// <summary>A price older than this is said to be old: spot prices move within a day.</summary>
    private static readonly TimeSpan Stale = TimeSpan.FromDays(1);

    /// <summary>Reasons stand in a column of their own from here on; on a narrower page each stands below its offer.</summary>
    private const int WideEnough = 110;

    public static void Write(Page page, PlanMessage plan)
    {
        page.Line(new Inked(plan.Name, Ink.Strong), $" on {SizeText.Count(plan.Nodes, "machine")}", plan.Rehearsal is null ? "" : new Inked(" (rehearsal)", Ink.Accent));
        page.Blank();
        if (plan.Candidates.Length > 0) page.Table(Table(plan, page.Width >= WideEnough));
        else page.Wrapped(plan.WhyNot.Length > 0 ? plan.WhyNot : "No offer fits.", Ink.Bad, "  ", 2);
        WriteRefused(page, plan);
        page.Blank();
        if (plan.Candidates.Length > 0) WritePrices(page, plan);
        WriteTerms(page, plan);
        foreach (var warning in plan.Warnings) page.Wrapped(warning, Ink.Careful, "  Note: ", 8);
        if (plan.WhyNot.Length > 0 && plan.Candidates.Length > 0) page.Wrapped("Nothing can be chosen now: " + plan.WhyNot, Ink.Bad, "  ", 2);
        if (plan.WhatToDo.Length > 0) page.Wrapped(plan.WhatToDo, Ink.Plain, "  ", 2);
    }

    private static TextTable Table(PlanMessage plan, bool isWide)
    {
        var table = new TextTable(
            new Column(""), new Column("OFFER"), new Column("MACHINE", Leaves: 1), new Column(plan.Nodes > 1 ? "PRICE EACH" : "PRICE", Right: true),
            new Column("TIME", Right: true, Optional: true), new Column("COST", Right: true, Optional: true), new Column("WHY", Folds: true, Optional: true));
        foreach (var candidate in plan.Candidates)
        {
            var ink = candidate.IsChosen ? Ink.Good : Ink.Plain;
            table.Row(
                new Inked(candidate.IsChosen ? "=>" : "", Ink.Good),
                new Inked(candidate.Offer, ink),
                Machine(candidate),
                new Inked(MoneyText.Rate(candidate.RateNanoUsdPerHour), ink),
                TimeText.Span(candidate.ExpectedSeconds),
                MoneyText.Amount(candidate.ExpectedCostNanoUsd),
                isWide ? Reason(candidate) : "");
            if (!isWide && candidate.Reason.Length > 0) table.Note(Reason(candidate));
        }

        return table;
    }

    private static Inked Reason(CandidateMessage candidate) => new(candidate.Reason, candidate.IsChosen ? Ink.Plain : Ink.Faint);

    private static string Machine(CandidateMessage candidate)
    {
        var gpus = candidate.Accelerator.Length == 0 ? "" : $"{SizeText.Number(candidate.AcceleratorCount)}x {candidate.Accelerator}, ";
        return $"{gpus}{SizeText.Number(candidate.Vcpus)} CPU, {SizeText.Number(Math.Round(candidate.MemoryGib, 1))} GiB";
    }

    private static void WriteRefused(Page page, PlanMessage plan)
    {
        if (plan.CandidatesLeftOut > 0) page.Line(new Inked($"  … and {SizeText.Count(plan.CandidatesLeftOut, "more offer")}", Ink.Faint));
        if (plan.Refused.Length == 0) return;
        var reasons = string.Join(", ", plan.Refused.Select(refusal => $"{refusal.Offers:N0} {refusal.Reason}"));
        page.Wrapped($"Do not fit: {reasons}.", Ink.Faint, "  ", 2);
    }

    private static void WritePrices(Page page, PlanMessage plan)
    {
        foreach (var source in plan.Candidates.GroupBy(candidate => candidate.PriceSource, StringComparer.Ordinal))
        {
            var oldest = source.Min(candidate => candidate.PriceAsOf);
            var age = plan.AsOf - oldest;
            var isStale = age > Stale;
            var text = isStale
                ? $"{source.Key}, of {TimeText.Day(oldest)}: {Math.Floor(age.TotalDays):0} days old, it may have moved"
                : $"{source.Key}, {TimeText.Ago(oldest, plan.AsOf)}";
            page.Labelled("Prices", text, isStale ? Ink.Careful : Ink.Faint);
        }
    }

    private static void WriteTerms(Page page, PlanMessage plan)
    {
        if (plan.Estimate is { } estimate) page.Labelled("Estimate", EstimateText(estimate));
        if (plan.BudgetNanoUsd is { } budget) page.Labelled("Budget", $"at most {MoneyText.Amount(budget)}, then it is stopped");
        if (plan.Deadline is { } deadline) page.Labelled("Deadline", TimeText.Instant(deadline));
        if (plan.Forecast is { } forecast) page.Labelled("Forecast", ForecastText(forecast), forecast.IsPossible ? Ink.Plain : Ink.Bad);
        if (plan.Rehearsal is { } rehearsal) page.Labelled("Rehearsal", RehearsalText(rehearsal));
    }

    public static string EstimateText(EstimateMessage estimate)
    {
        var parts = new List<string>();
        if (estimate.ExpectedCostNanoUsd is { } cost) parts.Add(MoneyText.Amount(cost));
        if (estimate.ExpectedSeconds is { } seconds) parts.Add("in " + TimeText.Span(seconds));
        if (parts.Count == 0 && estimate.RateNanoUsdPerHour == 0) return "free of charge";
        if (parts.Count == 0) parts.Add("how long it takes is not known;");
        parts.Add($"at {MoneyText.Rate(estimate.RateNanoUsdPerHour)}");
        var basis = estimate.Basis.Length > 0 ? $" ({estimate.Basis})" : "";
        return string.Join(' ', parts) + basis;
    }

    public static string ForecastText(ForecastMessage forecast)
    {
        if (!forecast.IsPossible)
            return $"the deadline cannot be met: it takes {TimeText.Span(forecast.ExpectedSeconds)} even on demand from the start, for {MoneyText.Amount(forecast.OnDemandCostNanoUsd)}; that is the fastest that fits";
        if (forecast.ExpectedCostNanoUsd >= forecast.OnDemandCostNanoUsd) return $"{MoneyText.Amount(forecast.OnDemandCostNanoUsd)} on demand; the deadline leaves no time for spot, or spot is no cheaper";
        var reclaims = forecast.Reclaims >= 0.05 ? $", taken back {forecast.Reclaims.ToString("0.#", System.Globalization.CultureInfo.InvariantCulture)} times" : "";
        return $"{MoneyText.Amount(forecast.ExpectedCostNanoUsd)} expected, under {MoneyText.Amount(forecast.WorstCostNanoUsd)} in 95 of 100 cases, {MoneyText.Amount(forecast.OnDemandCostNanoUsd)} on demand; "
            + $"{MoneyText.Percent(forecast.SpotAlone)} chance by spot alone; done in {TimeText.Span(forecast.ExpectedSeconds)} on average{reclaims}";
    }

    public static string RehearsalText(RehearsalMessage rehearsal)
    {
        var reclaims = rehearsal.PatternSource.Length == 0 ? "no reclaims" : "reclaims: " + rehearsal.PatternSource;
        var notice = rehearsal.PatternSource.Length == 0 || rehearsal.NoticeSeconds <= 0 ? "" : $", notice {TimeText.Span(rehearsal.NoticeSeconds)}";
        return $"runs on this machine as if on {rehearsal.Offer}; 1 s here is {TimeText.Span((double)rehearsal.Pace)} there; {reclaims}{notice}. Nothing is rented and nothing is owed.";
    }
}
