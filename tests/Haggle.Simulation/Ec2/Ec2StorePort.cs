using System.Collections.Immutable;
using Haggle.Core.Ledger;
using Haggle.Core.Market;
using Haggle.Core.Runs;
using Haggle.Engine.Ports;
using Haggle.Simulation.Time;

namespace Haggle.Simulation.Ec2;

/// <summary>The real store as one life of the server reaches it: each call takes a moment, and one of a life that is over has no effect.</summary>
internal sealed class Ec2StorePort(IStore inner, Ec2World world, Life life, Dice dice) : IStore
{
    public OwnerId Owner => inner.Owner;

    public Task<Run> AddAsync(string submission, Job job, RunSource source, DateTimeOffset now, CancellationToken cancellationToken) => Pass(() => inner.AddAsync(submission, job, source, now, CancellationToken.None));

    public Task<Run?> LoadAsync(RunId run, CancellationToken cancellationToken) => Pass(() => inner.LoadAsync(run, CancellationToken.None));

    public Task<RunSource?> SourceAsync(RunId run, CancellationToken cancellationToken) => Pass(() => inner.SourceAsync(run, CancellationToken.None));

    public Task<bool> SaveAsync(RunChange change, CancellationToken cancellationToken)
    {
        if (world.Trace.IsOn)
            foreach (var line in change.Events) world.Trace.Say("event", $"run {line.Run} attempt {line.Epoch} {line.Kind}: {line.Text}");
        return Pass(() => inner.SaveAsync(change, CancellationToken.None));
    }

    public Task<ImmutableArray<RunId>> DueAsync(DateTimeOffset now, int max, CancellationToken cancellationToken) => Pass(() => inner.DueAsync(now, max, CancellationToken.None));

    public Task<DateTimeOffset?> NextDueAsync(CancellationToken cancellationToken) => Pass(() => inner.NextDueAsync(CancellationToken.None));

    public Task<ImmutableArray<Run>> RunsAsync(bool onlyLive, int max, CancellationToken cancellationToken) => Pass(() => inner.RunsAsync(onlyLive, max, CancellationToken.None));

    public Task<ImmutableArray<SlotRow>> LiveSlotsAsync(ProviderName provider, CancellationToken cancellationToken) => Pass(() => inner.LiveSlotsAsync(provider, CancellationToken.None));

    public Task<SlotRow?> FindSlotAsync(LaunchToken token, CancellationToken cancellationToken) => Pass(() => inner.FindSlotAsync(token, CancellationToken.None));

    public Task<ImmutableArray<RunEvent>> EventsAsync(RunId run, CancellationToken cancellationToken) => Pass(() => inner.EventsAsync(run, CancellationToken.None));

    public Task<ImmutableArray<LedgerEntry>> LedgerAsync(RunId? run, CancellationToken cancellationToken) => Pass(() => inner.LedgerAsync(run, CancellationToken.None));

    public Task<ImmutableArray<AttemptRecord>> AttemptsAsync(RunId run, CancellationToken cancellationToken) => Pass(() => inner.AttemptsAsync(run, CancellationToken.None));

    public Task<ImmutableArray<PastAttempt>> RecentAttemptsAsync(int max, CancellationToken cancellationToken) => Pass(() => inner.RecentAttemptsAsync(max, CancellationToken.None));

    private Task<T> Pass<T>(Func<Task<T>> call)
    {
        var done = new TaskCompletionSource<T>();
        world.Pump.After(dice.Between(TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(6)), life, () => Perform(call, done));
        return done.Task;
    }

    private static async void Perform<T>(Func<Task<T>> call, TaskCompletionSource<T> done)
    {
        try
        {
            done.TrySetResult(await call());
        }
        catch (StoreException fault)
        {
            done.TrySetException(fault);
        }
    }
}
