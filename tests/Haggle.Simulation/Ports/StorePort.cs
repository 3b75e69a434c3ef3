using System.Collections.Immutable;
using Haggle.Core.Ledger;
using Haggle.Core.Market;
using Haggle.Core.Runs;
using Haggle.Engine.Ports;
using Haggle.Simulation.Bugs;
using Haggle.Simulation.World;

namespace Haggle.Simulation.Ports;

/// <summary>The real store as one life of the server reaches it: calls can be cut off before or after they are durable, and the disk can be full.</summary>
internal sealed class StorePort(IStore inner, SimWorld world, Gate gate) : IStore
{
    private static readonly Errand Errand = new("disk") { Travel = (TimeSpan.Zero, TimeSpan.FromMilliseconds(4)) };

    private RunChange? _behind;

    public OwnerId Owner => inner.Owner;

    public Task<Run> AddAsync(string submission, Job job, RunSource source, DateTimeOffset now, CancellationToken cancellationToken) => WriteAsync(
        $"add {submission}",
        async () =>
        {
            var run = await inner.AddAsync(submission, Plant(job), source, now, CancellationToken.None);
            world.Accepted(submission, run);
            return run;
        },
        cancellationToken);

    public Task<Run?> LoadAsync(RunId run, CancellationToken cancellationToken) =>
        ReadAsync($"load {run}", () => inner.LoadAsync(run, CancellationToken.None), cancellationToken);

    public Task<RunSource?> SourceAsync(RunId run, CancellationToken cancellationToken) =>
        ReadAsync($"source {run}", () => inner.SourceAsync(run, CancellationToken.None), cancellationToken);

    public Task<bool> SaveAsync(RunChange change, CancellationToken cancellationToken) => WriteAsync(
        $"save run {change.Next.Id} version {change.Next.Version}: {change.Next.Phase} {change.Next.Attempt?.Epoch} {change.Next.Attempt?.Stage}",
        async () =>
        {
            if (world.Bug is PlantedBug.ForgetIntent && change.Next.Attempt is { } attempt && attempt.Slots.All(s => s.State is SlotState.Intended))
            {
                _behind = change;
                return true;
            }

            if (_behind is { } late && late.Next.Id == change.Next.Id) await inner.SaveAsync(late, CancellationToken.None);
            _behind = null;
            var isStored = await inner.SaveAsync(Plant(change), CancellationToken.None);
            if (isStored) world.Watch.Saved(change);
            return isStored;
        },
        cancellationToken);

    public Task<ImmutableArray<RunId>> DueAsync(DateTimeOffset now, int max, CancellationToken cancellationToken) =>
        ReadAsync("due", () => inner.DueAsync(now, max, CancellationToken.None), cancellationToken);

    public Task<DateTimeOffset?> NextDueAsync(CancellationToken cancellationToken) =>
        ReadAsync("next due", () => inner.NextDueAsync(CancellationToken.None), cancellationToken);

    public Task<ImmutableArray<Run>> RunsAsync(bool onlyLive, int max, CancellationToken cancellationToken) =>
        ReadAsync("runs", () => inner.RunsAsync(onlyLive, max, CancellationToken.None), cancellationToken);

    public Task<ImmutableArray<SlotRow>> LiveSlotsAsync(ProviderName provider, CancellationToken cancellationToken) =>
        ReadAsync($"live slots at {provider}", () => inner.LiveSlotsAsync(provider, CancellationToken.None), cancellationToken);

    public Task<SlotRow?> FindSlotAsync(LaunchToken token, CancellationToken cancellationToken) =>
        ReadAsync($"find slot {token}", () => FindPlantedAsync(token), cancellationToken);

    public Task<ImmutableArray<RunEvent>> EventsAsync(RunId run, CancellationToken cancellationToken) =>
        ReadAsync($"events {run}", () => inner.EventsAsync(run, CancellationToken.None), cancellationToken);

    public Task<ImmutableArray<LedgerEntry>> LedgerAsync(RunId? run, CancellationToken cancellationToken) =>
        ReadAsync($"ledger {run}", () => inner.LedgerAsync(run, CancellationToken.None), cancellationToken);

    public Task<ImmutableArray<AttemptRecord>> AttemptsAsync(RunId run, CancellationToken cancellationToken) =>
        ReadAsync($"attempts {run}", () => inner.AttemptsAsync(run, CancellationToken.None), cancellationToken);

    public Task<ImmutableArray<PastAttempt>> RecentAttemptsAsync(int max, CancellationToken cancellationToken) =>
        ReadAsync("recent attempts", () => inner.RecentAttemptsAsync(max, CancellationToken.None), cancellationToken);

    private Task<T> ReadAsync<T>(string what, Func<Task<T>> effect, CancellationToken cancellationToken) =>
        gate.PassAsync<T>(Errand, what, answer => Perform(effect, answer), cancellationToken);

    private Task<T> WriteAsync<T>(string what, Func<Task<T>> effect, CancellationToken cancellationToken) => gate.PassAsync<T>(
        Errand,
        what,
        answer =>
        {
            if (world.IsDiskFull) answer(default, new StoreException("the disk is full", isTransient: true));
            else Perform(effect, answer);
        },
        cancellationToken);

    private static async void Perform<T>(Func<Task<T>> effect, Action<T?, Exception?> answer)
    {
        try
        {
            answer(await effect(), null);
        }
        catch (StoreException fault)
        {
            answer(default, fault);
        }
    }

    private async Task<SlotRow?> FindPlantedAsync(LaunchToken token)
    {
        var row = await inner.FindSlotAsync(token, CancellationToken.None);
        return world.Bug is PlantedBug.LateIsNobodys && row is { State: SlotState.NeverBorn } ? null : row;
    }

    private Job Plant(Job job) => world.Bug switch
    {
        PlantedBug.IgnoreBudget => job with { Budget = null },
        PlantedBug.IgnoreDeadline => job with { Deadline = null },
        PlantedBug.WaitTooLong => job with { Deadline = job.Deadline + TimeSpan.FromMinutes(30) },
        _ => job,
    };

    private RunChange Plant(RunChange change) => world.Bug switch
    {
        PlantedBug.DoubleLedger => change with { Entries = [.. change.Entries, .. change.Entries] },
        PlantedBug.SleepForever when change.Next.Phase is RunPhase.Placing => change with { Next = change.Next with { DueAt = DateTimeOffset.MaxValue } },
        _ => change,
    };
}
