using System.Diagnostics.CodeAnalysis;
using Haggle.Agent.Hosts;
using Haggle.Wire.Hosts;

namespace Haggle.Agent.Allotments;

/// <summary>
/// Gives parts of this computer to whoever asks, and takes them back. Any number of processes of any users may do so at the same time; the truth is in
/// the folder, under its lock.
/// </summary>
internal sealed class AllotmentBook(string folder, AllotmentLife life, TimeProvider time)
{
    private readonly AllotmentShelf shelf = new(folder);

    public string Folder => folder;

    /// <summary>Gives a part, the same one for the same token.</summary>
    /// <param name="wish">What is wanted, found right.</param>
    /// <param name="gpus">The accelerators, looked at just now: a driver is slow, and nobody should wait for it under the lock.</param>
    /// <param name="cancellationToken">Stops waiting for the lock.</param>
    public Task<AllotAnswer> AllotAsync(AllotRequest wish, IReadOnlyList<GpuMessage> gpus, CancellationToken cancellationToken) => UnderLockAsync(
        () =>
        {
            var standing = Standing(gpus);
            if (standing.FirstOrDefault(each => each.Record.Token == wish.Token) is { Record: { } mine }) return Again(mine, wish);
            var (outcome, why, given) = AllotmentRules.Choose(wish, gpus, HostMemory.Vcpus(), HostMemory.Read().TotalMib, [.. standing.Select(each => each.Record)]);
            if (outcome != AllotAnswer.Given) return new AllotAnswer { Outcome = outcome, Why = why };
            var record = Record(wish, given);
            shelf.Write(record);
            return Given(record);
        },
        cancellationToken);

    /// <summary>Lets an allotment stand for longer, and takes it over for a process.</summary>
    /// <param name="token">Which.</param>
    /// <param name="leaseSeconds">From now; 0 for as long as it was given for.</param>
    /// <param name="holder">The process that holds it from now on; 0 for no change.</param>
    /// <param name="cancellationToken">Stops waiting for the lock.</param>
    public Task<AllotAnswer> RenewAsync(string token, double leaseSeconds, int holder, CancellationToken cancellationToken) => UnderLockAsync(
        () =>
        {
            if (!TryFind(token, out var record)) return Missing(token);

            // One whose lease ran out and which nobody has taken is still ours; whoever takes it deletes the file or writes another boot's.
            var next = record with
            {
                LeaseSeconds = leaseSeconds > 0 ? leaseSeconds : record.LeaseSeconds,
                LeaseEnds = Now() + (long)((leaseSeconds > 0 ? leaseSeconds : record.LeaseSeconds) * 1000),
                Holder = holder > 0 ? holder : record.Holder,
                HolderStart = holder > 0 ? HostProcess.StartOf(holder) : record.HolderStart,
            };
            if (Overlaps(next)) return new AllotAnswer { Outcome = AllotAnswer.Gone, Why = "its lease ran out and somebody else has it now" };
            shelf.Write(next);
            return Given(next);
        },
        cancellationToken);

    /// <summary>Gives a part back. One that is not there is a success.</summary>
    /// <param name="token">Which.</param>
    /// <param name="spared">A process that does not count as running: the one that asks.</param>
    /// <param name="cancellationToken">Stops waiting for the lock.</param>
    public Task<AllotAnswer> FreeAsync(string token, int spared, CancellationToken cancellationToken) => UnderLockAsync(
        () =>
        {
            if (!TryFind(token, out var record)) return Missing(token);
            var holds = record.Holder > 0 && record.Holder != spared && record.Boot == life.Boot && HostProcess.Lives(record.Holder, record.HolderStart);
            if (holds || (spared == 0 && record.Boot == life.Boot && life.Runs(token)))
                return new AllotAnswer { Outcome = AllotAnswer.Busy, Why = "programs of it still run", Allotment = record.Message(Now(), "") };
            return shelf.Delete(record) ? Missing(token) : throw new AllotmentFault($"allotment '{token}' is {record.User}'s; only they, or root, can free it");
        },
        cancellationToken);

    /// <summary>What stands now. What does not stand any more is deleted by the way.</summary>
    public Task<AllotAnswer> ListAsync(IReadOnlyList<GpuMessage> gpus, CancellationToken cancellationToken) => UnderLockAsync(
        () => new AllotAnswer { Outcome = AllotAnswer.Listed, All = [.. Standing(gpus).Select(each => each.Record.Message(Now(), each.Because))] },
        cancellationToken);

    private async Task<AllotAnswer> UnderLockAsync(Func<AllotAnswer> change, CancellationToken cancellationToken)
    {
        using var held = await AllotmentPlace.LockAsync(folder, time, cancellationToken);
        return change();
    }

    private List<(AllotmentRecord Record, string Because)> Standing(IReadOnlyList<GpuMessage> gpus)
    {
        var (records, unreadable) = shelf.All();
        if (unreadable.FirstOrDefault() is { } strange)
            throw new AllotmentFault($"{strange} cannot be understood, so nobody knows what it holds; delete it when nothing of it runs any more");
        var now = Now();
        List<(AllotmentRecord, string)> standing = [];
        foreach (var record in records)
        {
            if (life.StandsBecause(record, now, gpus) is { } because) standing.Add((record, because));
            else shelf.Delete(record);
        }

        return standing;
    }

    // A record that another user cannot delete stays behind when it lapsed; it must not come back to life beside its successor.
    private bool Overlaps(AllotmentRecord record)
    {
        var mine = record.Gpus.ToDictionary(gpu => gpu.Id, gpu => gpu.Thousandths, StringComparer.Ordinal);
        var others = shelf.All().Records.Where(each => each.Token != record.Token && life.StandsBecause(each, Now(), []) is not null).SelectMany(each => each.Gpus);
        return others.GroupBy(gpu => gpu.Id, StringComparer.Ordinal).Any(group => mine.TryGetValue(group.Key, out var share) && share + group.Sum(gpu => gpu.Thousandths) > AllotmentRules.Whole);
    }

    private bool TryFind(string token, [NotNullWhen(true)] out AllotmentRecord? record)
    {
        record = shelf.All().Records.FirstOrDefault(each => each.Token == token);
        if (record is not null && record.Boot == life.Boot) return true;
        if (record is not null) shelf.Delete(record);
        record = null;
        return false;
    }

    private AllotAnswer Again(AllotmentRecord mine, AllotRequest wish)
    {
        if (mine.Owner != wish.Owner) return new AllotAnswer { Outcome = AllotAnswer.Never, Why = $"'{wish.Token}' is the allotment of another owner" };
        var next = mine with { LeaseEnds = Math.Max(mine.LeaseEnds, Now() + (long)(wish.LeaseSeconds * 1000)) };
        shelf.Write(next);
        return Given(next);
    }

    private AllotmentRecord Record(AllotRequest wish, AllottedGpuMessage[] gpus) => new()
    {
        Token = wish.Token,
        Owner = wish.Owner,
        User = Environment.UserName,
        UserId = Native.UserAndGroup().User,
        Run = wish.Run,
        Gpus = gpus,
        Vcpus = wish.Vcpus,
        MemoryMib = wish.MemoryMib,
        Since = time.GetUtcNow(),
        Boot = life.Boot,
        LeaseSeconds = wish.LeaseSeconds,
        LeaseEnds = Now() + (long)(wish.LeaseSeconds * 1000),
    };

    private AllotAnswer Given(AllotmentRecord record) => new() { Outcome = AllotAnswer.Given, Allotment = record.Message(Now(), "") };

    private static AllotAnswer Missing(string token) => new() { Outcome = AllotAnswer.Gone, Why = $"there is no allotment '{token}' here" };

    // The same for every process of this computer, and nobody can set it: the time since it was started.
    private long Now() => (long)(time.GetTimestamp() * 1000.0 / time.TimestampFrequency);
}
