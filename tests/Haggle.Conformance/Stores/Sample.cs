using System.Collections.Immutable;
using Haggle.Core.Ledger;
using Haggle.Core.Market;
using Haggle.Core.Runs;
using Haggle.Core.Units;
using Haggle.Engine.Ports;

namespace Haggle.Conformance.Stores;

/// <summary>Small values that the laws are told with.</summary>
internal static class Sample
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static readonly RunSource Source = new("task.yaml", "run: |\n  train\n", [new("TOKEN", "s3cret\n\"'"), new("A", "")], "ada", "{\"usd\":1}");

    public static readonly ProviderName Cheap = new("cheap");

    public static readonly ProviderName Dear = new("dear");

    public static Job Job(string name = "charlm") => new() { Name = name, Run = "train", Environment = [new("A", "1"), new("B", "")] };

    public static Task<Run> AddAsync(IStore store, string submission, DateTimeOffset? now = null) =>
        store.AddAsync(submission, Job(submission), Source, now ?? Noon, CancellationToken.None);

    public static Run Next(Run run) => run with { Version = run.Version + 1 };

    public static Slot Slot(IStore store, Run run, int epoch, int rank, SlotState state, ProviderName? provider = null) => new()
    {
        Epoch = epoch,
        Rank = rank,
        Token = LaunchToken.For(store.Owner, run.Id, epoch, rank),
        Quote = new Quote(
            new Offer { Key = new OfferKey("cheap/here/small/spot"), Provider = provider ?? Cheap, InstanceType = "small" },
            HourlyRate.FromUsd(0.25m),
            new Provenance("a price list", Noon)),
        IntendedAt = Noon,
        ReadyBy = Noon.AddMinutes(10),
        State = state,
        Machine = state is SlotState.Intended or SlotState.NeverBorn ? null : new MachineId($"m-{epoch}-{rank}"),
    };

    public static Attempt Attempt(int epoch, params ImmutableArray<Slot> slots) => new() { Epoch = epoch, DecidedAt = Noon, Slots = slots };

    public static RunEvent Event(Run run, string text, int minute = 0) => new(run.Id, run.Epoch, Noon.AddMinutes(minute), "note", text);

    public static LedgerEntry Entry(Run run, long nanoUsd, int minute = 0) => new()
    {
        Run = run.Id,
        Epoch = 1,
        Token = new LaunchToken($"own-{run.Id}-1-0"),
        Kind = nanoUsd < 0 ? EntryKind.Correction : EntryKind.Accrual,
        At = Noon.AddMinutes(minute),
        From = Noon.AddMinutes(-7),
        Until = Noon.AddMinutes(minute).AddTicks(1),
        Amount = new Money(nanoUsd),
    };
}
