using Haggle.Core.Market;
using Haggle.Core.Runs;
using Haggle.Wire.Agent;

namespace Haggle.Providers.Local;

/// <summary>When a rehearsed machine is taken back. Pure.</summary>
internal static class ReclaimPlan
{
    /// <summary>A checkpoint takes real time however fast the offer's time passes, so a warning is never shorter than this here.</summary>
    public static readonly TimeSpan NoticeMin = TimeSpan.FromSeconds(2);

    /// <summary>The next reclaim of a machine that is let now; null when it is never taken back.</summary>
    public static ReclaimSchedule? For(Rehearsal rehearsal, Offer offer, DateTimeOffset now)
    {
        if (!offer.CanBeReclaimed || RehearsalMarket.NextDown(rehearsal, RehearsalMarket.Since(rehearsal, now)) is not { } down) return null;
        return With(rehearsal.Notice / Math.Max(1, rehearsal.Pace), rehearsal.Notice > TimeSpan.Zero, RehearsalMarket.At(rehearsal, down), now);
    }

    /// <summary>A reclaim out of turn: the warning is now.</summary>
    public static ReclaimSchedule Now(TimeSpan notice, DateTimeOffset now) =>
        new() { NoticeAt = notice > TimeSpan.Zero ? now : null, At = now + notice };

    private static ReclaimSchedule With(TimeSpan notice, bool warned, DateTimeOffset at, DateTimeOffset now)
    {
        if (!warned) return new ReclaimSchedule { At = at };

        // A warning that scaling made too short is made longer at its end: the machine keeps the time in which it could be had.
        var noticeAt = at - notice < now ? now : at - notice;
        var end = noticeAt + (notice < NoticeMin ? NoticeMin : notice);
        return new ReclaimSchedule { NoticeAt = noticeAt, At = end < at ? at : end };
    }
}
