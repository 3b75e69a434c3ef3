using System.Collections.Immutable;
using System.Text.Json;
using Haggle.Core.Market;
using Haggle.Core.Planning;
using Haggle.Core.Runs;
using Haggle.Core.Tasks;
using Haggle.Core.Units;
using Haggle.Engine;
using Haggle.Engine.Ports;
using Haggle.Server.Endpoints;
using Haggle.Server.Mapping;
using Haggle.Server.Stores;
using Haggle.Storage.Folders;
using Haggle.Wire.Rest;

namespace Haggle.Server.Intake;

/// <summary>Where task files come in: what would be done with one, and doing it.</summary>
internal sealed class RunIntake(RunEngine engine, IStore store, BundleStore bundles, StoreIntake stores, BucketTidy tidy)
{
    /// <summary>How many finished runs are looked through for one of the same name, to estimate by.</summary>
    private const int LookBack = 500;

    private const int LongestSubmission = 128;

    /// <summary>What would be done.</summary>
    public async Task<PlanMessage> PlanAsync(PlanRequest request, CancellationToken cancellationToken)
    {
        var task = TaskIntake.Read(request.FileName, request.Text, request.Name, request.Environment, request.SecretNames ?? []);
        var now = engine.Time.GetUtcNow();
        return (await PlanAsync(task, Job(task, "", 0, request.Rehearsal, request.Offer, now), now, cancellationToken)).Message;
    }

    /// <summary>Does it. The same submission twice is one run.</summary>
    public async Task<(Run Run, bool IsNew)> SubmitAsync(RunRequest request, CancellationToken cancellationToken)
    {
        if (request.Submission.Length is 0 or > LongestSubmission) throw new RestException(ErrorCode.BadRequest, $"a submission has a name of 1 to {LongestSubmission} characters");
        var task = TaskIntake.Read(request.FileName, request.Text, request.Name, request.Environment, request.Secrets?.Keys.AsEnumerable() ?? []);
        var bundle = request.Bundle ?? "";
        if (bundle.Length > 0 && !BundleStore.IsHash(bundle)) throw new RestException(ErrorCode.BadRequest, "a bundle is named by its SHA-256 in lower-case hex");
        if (bundle.Length > 0 && !bundles.Contains(bundle)) throw new RestException(ErrorCode.BundleMissing, "the files of the run are not here", "PUT the bundle, then submit again");
        var now = engine.Time.GetUtcNow();
        var job = Job(task, bundle, bundles.Length(bundle), request.Rehearsal, request.Offer, now);
        var (plan, chosen, forecast) = await PlanAsync(task, job, now, cancellationToken);
        job = job with { Forecasts = forecast };
        if (job.MaxDuration is null || plan.Estimate?.ExpectedSeconds < job.MaxDuration.Value.TotalSeconds)
            job = job with { ExpectedWork = plan.Estimate?.ExpectedSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null };
        if (chosen is null) throw new RestException(ErrorCode.NoOffer, plan.WhyNot, plan.WhatToDo);
        if (request.AgreedRateNanoUsdPerHour is { } agreed && (chosen.Rate * job.Nodes).PerHour.NanoUsd > agreed)
        {
            throw new RestException(
                ErrorCode.Conflict, $"{chosen.Offer.Key} costs {chosen.Rate * job.Nodes} by now, more than was agreed to", "launch again to see the new plan");
        }

        var estimate = JsonSerializer.Serialize(plan with { Candidates = [] }, RestJson.Default.PlanMessage);
        var source = new RunSource(request.FileName, request.Text, [.. Secrets(task.Spec, request.Secrets)], request.User ?? "", estimate);
        var passing = await stores.CheckAsync(task.Spec, job, cancellationToken);
        var run = await engine.SubmitAsync(request.Submission, job, source, cancellationToken);
        tidy.GoesWith(run.Id, passing);
        return (run, run.SubmittedAt == now);
    }

    /// <summary>What the same machine costs when it cannot be taken back; null when not known.</summary>
    public static HourlyRate? OnDemandRate(string offerKey)
    {
        var parts = offerKey.Split('/');
        if (parts.Length < 2) return null;
        var key = string.Join('/', parts[..^1]) + "/on-demand";
        return RehearsalIntake.Market(DateTimeOffset.UnixEpoch).Quotes.FirstOrDefault(q => q.Offer.Key.Value == key)?.Rate;
    }

    private static Job Job(TaskIntake task, string bundle, long bundleBytes, RehearsalRequest? wish, string? only, DateTimeOffset now)
    {
        var plain = JobMapping.Of(task.Spec, task.Name, bundle, bundleBytes, null, now);
        if (wish is null) return only is null ? plain : plain with { Wishes = [ResourceWish.Only(new OfferKey(only))] };
        var rehearsal = RehearsalIntake.Of(wish, plain, now);
        return JobMapping.Of(task.Spec, task.Name, bundle, bundleBytes, rehearsal, now);
    }

    private async Task<(PlanMessage Message, Quote? Chosen, ImmutableArray<Forecast> Forecasts)> PlanAsync(TaskIntake task, Job job, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var market = await engine.MarketAsync(job.Rehearsal, cancellationToken);
        job = job with { Forecasts = WorkForecasts.Of(task.Spec, job, [.. market.Quotes, .. job.Rehearsal is null ? [] : RehearsalIntake.Market(now).Quotes], now) };
        var (time, basis) = await ExpectedAsync(task.Spec, job, cancellationToken);
        var context = PlanContext.Fresh with { RemainingWork = time };
        var answer = Planner.Plan(job, market, context, now);
        var best = (answer as Plan)?.Best;
        var chosen = best?.Quote;
        var shown = answer;
        if (job.Rehearsal is not null && chosen is not null)
        {
            // What is rented is this machine; what is shown are the offers that it pretends to be one of.
            var real = Planner.Plan(job with { Rehearsal = null }, RehearsalIntake.Market(market.AsOf), context, now);
            if (real is Plan ranked && ranked.Candidates.Any(c => c.Quote.Offer.Key.Value == job.Rehearsal.Offer)) shown = real;
        }

        var name = job.Rehearsal?.Offer ?? chosen?.Offer.Key.Value ?? "";
        var frame = new PlanMessage
        {
            Name = job.Name,
            Nodes = job.Nodes,
            Warnings = [.. task.Warnings.Concat(Concerns(job, chosen)).Concat(TaskRemotes.Concerns(task.Spec))],
            CostsMoney = job.Rehearsal is null && chosen is { } quote && quote.Rate > HourlyRate.Free,
            BudgetNanoUsd = job.Budget?.NanoUsd,
            Deadline = job.Deadline,
            Forecast = PlanMapping.Forecast(RunForecast.Of(job, answer, best?.ExpectedTime ?? time, engine.DeciderInput(market), now)),
            Rehearsal = RunMapping.Rehearsal(job.Rehearsal),
        };
        var estimate = best is null ? null : PlanMapping.Estimate(best, job.Nodes, best.Basis.Length > 0 ? best.Basis : basis, OnDemandRate(name)) with { Offer = name };
        return (PlanMapping.Of(frame, shown, name, estimate), chosen, job.Forecasts);
    }

    private static IEnumerable<string> Concerns(Job job, Quote? chosen)
    {
        if (chosen is { Offer.CanBeReclaimed: true } && job.Checkpoint is null)
            yield return "the machine can be taken back and the task keeps no checkpoints: it would start from the beginning (add 'checkpoint: {path: ...}')";
    }

    /// <summary>How long it will take, by the best that is known: a measured speed in the task file, the last run of the same name, its own limit.</summary>
    private async Task<(TimeSpan? Time, string Basis)> ExpectedAsync(TaskSpec spec, Job job, CancellationToken cancellationToken)
    {
        if (spec.Workload is Workload.LikeRun like && await LikeAsync(like.Run, cancellationToken) is { } run) return (run.RanBefore, $"run {run.Id}, which it is like");
        if (spec.Workload is Workload.Measured measured)
            return (TimeSpan.FromSeconds(Math.Min(1e9, measured.Steps / measured.StepsPerSecond)), "the measured speed in the task file");
        var pace = job.Rehearsal?.Pace ?? 1;
        var before = await store.RunsAsync(onlyLive: false, LookBack, cancellationToken);
        var last = before.FirstOrDefault(r => r.Outcome is RunOutcome.Succeeded && r.Job.Name == job.Name && (r.Job.Rehearsal?.Pace ?? 1) == pace && r.RanBefore > TimeSpan.Zero);
        if (last is not null) return (last.RanBefore, $"run {last.Id}, the last of this name that finished");
        return job.MaxDuration is { } most ? (most, "max_duration, at most") : (null, "");
    }

    private async Task<Run?> LikeAsync(string name, CancellationToken cancellationToken)
    {
        var before = await store.RunsAsync(onlyLive: false, LookBack, cancellationToken);
        return before.FirstOrDefault(run => run.RanBefore > TimeSpan.Zero && run.Outcome is RunOutcome.Succeeded && (run.Id.ToString() == name || run.Job.Name == name));
    }

    private static IEnumerable<KeyValuePair<string, string>> Secrets(TaskSpec spec, Dictionary<string, string>? given)
    {
        foreach (var (name, source) in spec.Secrets)
            if (source is SecretSource.Given { Value: var secret } && given?.ContainsKey(name) != true) yield return new(name, secret.Reveal());
        foreach (var (name, value) in given ?? []) yield return new(name, value);
    }
}
