using System.Collections.Immutable;
using Haggle.Core.Ledger;
using Haggle.Core.Market;
using Haggle.Core.Runs;
using Haggle.Core.Units;
using Haggle.Providers.Slurm.Reading;

namespace Haggle.Providers.Slurm.Machines;

/// <summary>Says of each machine where it stands, from its folder and from Slurm's word on its job. Pure.</summary>
/// <param name="cluster">The cluster's name.</param>
/// <param name="jobs">What Slurm says of this user's jobs.</param>
/// <param name="accounted">What its accounts say of jobs that it has forgotten.</param>
/// <param name="addresses">The nodes' addresses by name.</param>
/// <param name="queues">The jobs that wait, by partition, the next one first.</param>
/// <param name="now">The instant.</param>
internal sealed class SlurmCensus(
    string cluster, ILookup<string, SlurmJob> jobs, IReadOnlyDictionary<long, SlurmJob> accounted, IReadOnlyDictionary<string, string> addresses,
    IReadOnlyDictionary<string, ImmutableArray<long>> queues, DateTimeOffset now)
{
    private const string Reclaimed = "reclaimed";

    /// <summary>The name that people and the engine know a machine of a cluster by.</summary>
    public static MachineId IdOf(string cluster, string token) => new($"{cluster}:{token}");

    /// <summary>The job that is a machine's: the one that started as it, or the first of the name.</summary>
    public static SlurmJob? JobOf(SlurmRecord record, FolderState leader, ILookup<string, SlurmJob> jobs, IReadOnlyDictionary<long, SlurmJob> accounted)
    {
        SlurmJob? first = null;
        foreach (var job in jobs[record.Job])
        {
            if (job.Id == leader.Claim) return job;
            if (first is null || job.Id < first.Id) first = job;
        }

        return first ?? ((leader.Claim ?? leader.Job) is { } known ? accounted.GetValueOrDefault(known) : null);
    }

    /// <summary>Where a machine stands.</summary>
    /// <param name="folder">Its folder.</param>
    /// <param name="record">What was asked for.</param>
    /// <param name="leader">The folder of the gang's first machine, its own when it is alone.</param>
    public Standing Of(FolderState folder, SlurmRecord record, FolderState leader)
    {
        if (folder.Gone is { } gone) return new Standing(Fact(folder, record, MachineStatus.Gone) with { Reclaimed = gone.Reclaimed, BilledFrom = gone.From, BilledTo = gone.To, Rates = Rates(record, gone.From) });
        var job = JobOf(record, leader, jobs, accounted);
        if (job is null) return leader.Job is null && leader.Claim is null ? Unsubmitted(folder, record) : Forgotten(folder, record, leader);
        if (IsSecondLife(job, leader)) return SecondLife(folder, record, leader, job);
        if (job.IsOver) return Over(folder, record, job);
        if (job.IsCompleting) return At(folder, record, job, MachineStatus.Ending);
        if (job.IsRunning) return Running(folder, record, job);
        return new Standing(Fact(folder, record, folder.IsEndWanted ? MachineStatus.Ending : MachineStatus.Pending) with { Queue = folder.IsEndWanted ? null : Queue(record, job) }) { Job = job };
    }

    private Standing Unsubmitted(FolderState folder, SlurmRecord record) =>
        folder.IsEndWanted ? Finish(folder, record, new MachineGone(null, null, false, "NEVER_SUBMITTED", now), null) : new Standing(Fact(folder, record, MachineStatus.Pending));

    // Slurm tells of a job that is over for some minutes only, and there are no accounts: its own notes say when it was there.
    private Standing Forgotten(FolderState folder, SlurmRecord record, FolderState leader)
    {
        var from = folder.Up?.From ?? leader.ClaimedAt;
        var to = folder.Ended?.At ?? leader.Ended?.At ?? now;
        var taken = leader.Again || (!folder.IsEndWanted && folder.Ended?.Why == Reclaimed);
        return Finish(folder, record, new MachineGone(from, from is { } began ? Later(began, to) : null, taken, "FORGOTTEN", now), null);
    }

    // squeue's tables do not say that a job was started before; its folder does.
    private static bool IsSecondLife(SlurmJob job, FolderState leader) => job.IsSecondLife || leader.Again || (job.IsWaiting && leader.Claim == job.Id);

    private Standing SecondLife(FolderState folder, SlurmRecord record, FolderState leader, SlurmJob job)
    {
        var from = folder.Up?.From ?? leader.ClaimedAt;
        if (job.IsRunning || job.IsCompleting) return new Standing(Fact(folder, record, MachineStatus.Ending) with { BilledFrom = from, Rates = Rates(record, from) }) { Job = job, IsUnwanted = true };

        // What Slurm calls submitted is when it was put back into the queue: then its nodes were free.
        var to = from is { } began ? Later(began, job.SubmittedAt ?? now) : (DateTimeOffset?)null;
        return Finish(folder, record, new MachineGone(from, to, Reclaimed: true, "REQUEUED", now), job) with { IsUnwanted = !job.IsOver };
    }

    private Standing Over(FolderState folder, SlurmRecord record, SlurmJob job)
    {
        // A job that was cancelled while it waited has a start and an end, the same instant, and no nodes.
        var from = folder.Up?.From ?? (job.Nodes.Length > 0 ? job.StartAt : null);
        var taken = job.IsTakenBack || (!folder.IsEndWanted && folder.Ended?.Why == Reclaimed);
        return Finish(folder, record, new MachineGone(from, from is { } began ? Later(began, job.EndAt ?? now) : null, taken, string.Join('+', job.States), now), job);
    }

    private Standing Running(FolderState folder, SlurmRecord record, SlurmJob job)
    {
        if (folder.IsEndWanted || folder.Ended is not null) return At(folder, record, job, MachineStatus.Ending);
        return At(folder, record, job, Address(folder).Length > 0 ? MachineStatus.Running : MachineStatus.Pending);
    }

    private Standing At(FolderState folder, SlurmRecord record, SlurmJob job, MachineStatus status)
    {
        if ((folder.Up?.From ?? job.StartAt) is not { } from) return new Standing(Fact(folder, record, status)) { Job = job };
        var note = folder.Up is null && Address(folder).Length > 0 ? FolderNote.Of(folder.Token, new MachineUp(from, Address(folder))) : null;
        var fact = Fact(folder, record, status) with
        {
            BilledFrom = from,
            Rates = Rates(record, from),
            AcceleratorCount = job.GpusPerNode ?? record.AcceleratorCount,
        };
        return new Standing(fact) { Job = job, Note = note };
    }

    private Standing Finish(FolderState folder, SlurmRecord record, MachineGone gone, SlurmJob? job)
    {
        var fact = Fact(folder, record, MachineStatus.Gone) with
        {
            Reclaimed = gone.Reclaimed,
            BilledFrom = gone.From,
            BilledTo = gone.To,
            Rates = Rates(record, gone.From),
        };
        return new Standing(fact) { Job = job, Note = FolderNote.Of(folder.Token, gone) };
    }

    private MachineFact Fact(FolderState folder, SlurmRecord record, MachineStatus status) => new()
    {
        Machine = IdOf(cluster, folder.Token),
        Token = new LaunchToken(folder.Token),
        Status = status,

        // Of one that is gone only what was written down: the nodes are not asked for any more, and an address must never become another.
        Address = status == MachineStatus.Gone ? folder.Up?.Address ?? "" : Address(folder),
        InstanceType = record.InstanceType,
        Purchase = Enum.Parse<Purchase>(record.Purchase),
        AcceleratorCount = record.AcceleratorCount,
    };

    private MachineQueue Queue(SlurmRecord record, SlurmJob job)
    {
        var place = queues.TryGetValue(record.Partition, out var waiting) ? waiting.IndexOf(job.Id) : -1;

        // A start in the past is Slurm's way to say that it has not thought about it again.
        return new MachineQueue(job.Reason, place < 0 ? null : place + 1, job.StartAt > now ? job.StartAt : null);
    }

    private string Address(FolderState folder) =>
        folder.Up is { Address.Length: > 0 } up ? up.Address : folder.Node.Length == 0 ? "" : addresses.GetValueOrDefault(folder.Node, folder.Node);

    private static ImmutableArray<RateChange> Rates(SlurmRecord record, DateTimeOffset? from) =>
        from is { } since ? [new RateChange(since, new HourlyRate(new Money(record.PriceNanoUsdPerHour)))] : [];

    private static DateTimeOffset Later(DateTimeOffset left, DateTimeOffset right) => left > right ? left : right;

    /// <summary>Where a machine stands, and what follows from it.</summary>
    /// <param name="Fact">What the engine is told.</param>
    internal sealed record Standing(MachineFact Fact)
    {
        /// <summary>Its job, when Slurm tells of one.</summary>
        public SlurmJob? Job { get; init; }

        /// <summary>What is to be kept in its folder; null for nothing.</summary>
        public FolderNote? Note { get; init; }

        /// <summary>Whether its job is to be cancelled, because it could only start again as something that nobody wants.</summary>
        public bool IsUnwanted { get; init; }
    }
}
