using System.Collections.Immutable;
using Haggle.Core.Market;
using Haggle.Core.Planning;
using Haggle.Core.Policy;
using Haggle.Core.Policy.Experience;
using Haggle.Core.Policy.Placement;

namespace Haggle.Core.Runs;

/// <summary>Puts together what <see cref="PlacementAdvisor"/> is asked about a run: what is expected of every offer for it, its work, its data, its time.</summary>
public static class SpotQuestion
{
    /// <summary>What is left alone for longer was refused for good: it is not waited for.</summary>
    private static readonly TimeSpan RefusedForGood = TimeSpan.FromDays(1);

    private static readonly TimeSpan PatienceUnknown = TimeSpan.FromMinutes(15);

    /// <summary>How long a save is taken to last where nobody has measured it.</summary>
    private static readonly TimeSpan UsualSave = TimeSpan.FromSeconds(10);

    /// <summary>What the advisor is asked about a run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="input">What is known besides it.</param>
    /// <param name="now">The instant.</param>
    /// <param name="cooling">Offers that would do but were just refused.</param>
    /// <param name="payable">Offers that fit and that the budget pays for.</param>
    /// <param name="holdsLasting">Whether it works on a machine that nobody takes back.</param>
    public static PlacementQuestion Of(
        Run run, DeciderInput input, DateTimeOffset now, ImmutableArray<CoolingOffer> cooling, ImmutableArray<Candidate> payable, bool holdsLasting)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(input);
        var (pace, policy, experience) = (Pace(run), input.Policy, input.Experience);
        var world = Sightings.WorldOf(run.Id, run.Job.Rehearsal is not null);
        var lasting = payable.Where(candidate => !candidate.Quote.Offer.CanBeReclaimed).Select(candidate => Seen(candidate.Quote, cools: false)).ToImmutableArray();
        var known = payable.Where(candidate => candidate.Quote.Offer.CanBeReclaimed).Select(candidate => Seen(candidate.Quote, cools: false))
            .Concat(cooling.Where(each => each.Quote.Offer.CanBeReclaimed && each.Until - now < RefusedForGood && BudgetGuard.Affords(run, each.Quote, input, now)).Select(each => Seen(each.Quote, cools: true)));

        // What is dearer than a machine that nobody takes back is no choice.
        var spot = (lasting.IsEmpty ? known : known.Where(zone => zone.HourlyUsd < lasting.Min(offer => offer.HourlyUsd))).Take(64).ToImmutableArray();
        var work = WorkEstimate.Of(run);
        return new PlacementQuestion
        {
            Spot = spot,
            Lasting = lasting,
            Work = work,
            Left = run.Job.Deadline is { } deadline ? (deadline - now) * pace : null,
            Reserve = DeadlineGuard.Reserve(run, policy),
            Loss = Loss(run, input, spot, work?.Expected ?? TimeSpan.Zero),
            HoldsLasting = holdsLasting,
            Patience = Patience(run, policy, work) - (run.SpotWait is { } wait ? (now - wait.Since) * pace : TimeSpan.Zero),
            HourOfTimeUsd = policy.ValueOfTime is { } worth ? (double)worth.PerHour.ToUsd() : null,
            MoneyUsd = (double?)BudgetGuard.Left(run, input, now)?.ToUsd(),
            UpLately = experience.UpWithin(world, spot.Select(zone => zone.Quote.Offer.Key), TimeSpan.FromDays(1) / pace, now),
        };

        ZoneOutlook Seen(Quote quote, bool cools) => Outlook(run, input, now, quote, cools);
    }

    /// <summary>What is expected of an offer for a run, its data included.</summary>
    /// <param name="run">The run.</param>
    /// <param name="input">What is known besides it.</param>
    /// <param name="now">The instant.</param>
    /// <param name="quote">The offer and its price.</param>
    /// <param name="cools">Whether it has just been refused and must not be asked.</param>
    public static ZoneOutlook Outlook(Run run, DeciderInput input, DateTimeOffset now, Quote quote, bool cools = false)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(quote);
        var (policy, offer, data) = (input.Policy, quote.Offer, DataMoves.Of(run, input.Egress));
        var world = Sightings.WorldOf(run.Id, run.Job.Rehearsal is not null);
        var rate = input.Experience.StagingRate(world, offer.Provider.Value, now) ?? policy.StagingBytesPerSecond;
        var staging = data.Staging(rate);

        // What this run has seen itself had the data's time in it, and goes before what others saw of the provider.
        var usual = input.Experience.StartUp(world, offer.Provider.Value, now) ?? policy.StartUpAllowance;
        var startUp = run.StartUpSeen - staging > usual ? run.StartUpSeen - staging : usual;
        var place = new Outlooks(input.Experience, world, now).Of(quote, run.Job.Nodes, startUp, Checkpoints(run, input, offer.Provider, data), cools);
        var traffic = data.SaveUsdPerHour(offer);
        return place with { Speed = Speed(run.Job, offer), MoveTime = staging, MoveUsd = data.BringUsd(offer), TrafficUsdPerHour = traffic, HourlyUsd = place.HourlyUsd + traffic };
    }

    private static CheckpointEconomy Checkpoints(Run run, DeciderInput input, ProviderName provider, DataMoves data)
    {
        var notice = run.Job.Rehearsal?.Notice ?? (input.PatienceWith(provider).Notice * Pace(run));
        return new CheckpointEconomy(run.Job.Checkpoint?.Every, run.Job.Checkpoint is null ? TimeSpan.Zero : UsualSave, notice) { Upload = data.Upload(input.Policy.StagingBytesPerSecond) };
    }

    // What a reclaim is expected to lose on the worst of the offers that could be taken: the least notice, the largest loss.
    private static TimeSpan Loss(Run run, DeciderInput input, ImmutableArray<ZoneOutlook> spot, TimeSpan work)
    {
        var data = DataMoves.Of(run, input.Egress);
        return spot.Select(zone => zone.Quote.Offer.Provider).Distinct().Select(provider => Checkpoints(run, input, provider, data).ExpectedLoss(work)).DefaultIfEmpty().Max();
    }

    // Work is counted in the time of the machine that was expected to do it; another kind takes longer or shorter, by the job's forecasts.
    private static double Speed(Job job, Offer offer)
    {
        if (job.Forecasts.IsDefaultOrEmpty || job.ExpectedWork is not { } expected || expected <= TimeSpan.Zero) return 1;
        foreach (var forecast in job.Forecasts)
            if (forecast.IsFor(offer) && forecast.Time > TimeSpan.Zero) return expected / forecast.Time;
        return 1;
    }

    private static TimeSpan Patience(Run run, RunPolicy policy, WorkEstimate? work)
    {
        var share = work is { } known ? known.Expected / 4 : PatienceUnknown;
        return share < policy.SpotPatience ? share : policy.SpotPatience;
    }

    private static int Pace(Run run) => Math.Max(1, run.Job.Rehearsal?.Pace ?? 1);
}
