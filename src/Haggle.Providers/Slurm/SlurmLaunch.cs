using System.Globalization;
using Haggle.Core.Runs;
using Haggle.Engine.Ports;
using Haggle.Providers.Slurm.Machines;

namespace Haggle.Providers.Slurm;

/// <summary>Makes machines of one cluster. A gang is one job: whoever completes it puts it into the queue. The caller holds the cluster's lock.</summary>
internal sealed class SlurmLaunch(SlurmSite site, AgentShelf agents)
{
    // Without a word from the partition this is what Slurm's KillWait leaves: 30 seconds, less what it takes to hear.
    private static readonly TimeSpan UsualNotice = TimeSpan.FromSeconds(25);

    // max_duration counts the program alone; before and after it come files, setup and the last checkpoint.
    private static readonly TimeSpan AroundTheProgram = TimeSpan.FromMinutes(20);

    private static readonly TimeSpan CoolAfterLimit = TimeSpan.FromMinutes(15);

    // A limit that frees itself when other jobs end is lack of room; anything else stays refused.
    private static readonly string[] Limits = ["QOSMax", "QOSGrp", "AssocMax", "AssocGrp", "job submit limit", "QOSJobLimit", "limit on number of jobs", "MaxSubmitJobs", "MaxJobs"];

    /// <summary>Finds the machine of a token again, or makes it.</summary>
    public async Task<LaunchOutcome> RunAsync(LaunchRequest request, Func<CancellationToken, Task<LaunchOutcome?>> refusal, CancellationToken cancellationToken)
    {
        var machine = SlurmCensus.IdOf(site.Cluster.Name, request.Token.Value);
        var gang = GangOf(request);
        var folders = (await site.Folder.ListAsync(gang, cancellationToken).ConfigureAwait(false)).ToDictionary(folder => folder.Token, StringComparer.Ordinal);
        var mine = folders.GetValueOrDefault(request.Token.Value);
        if (mine is { Record: not null } and ({ Gone: not null } or { IsEndWanted: true })) return new LaunchOutcome.Launched(machine);
        if (mine?.Record is null)
        {
            // A gang that is being ended takes nobody in any more.
            if (folders.Values.FirstOrDefault(each => each.Gone is not null || each.IsEndWanted) is { } ended)
                return new LaunchOutcome.NoCapacity(TimeSpan.FromSeconds(1), $"machine {ended.Token} of the same job is gone already");
            if (await refusal(cancellationToken).ConfigureAwait(false) is { } no) return no;
            var record = Record(request, gang);
            await site.Folder.MakeAsync(record, request.AgentConfiguration, cancellationToken).ConfigureAwait(false);
            folders[request.Token.Value] = new FolderState { Token = request.Token.Value, Record = record };
        }

        var leader = folders.GetValueOrDefault(gang[0]);
        var isComplete = gang.All(token => folders.TryGetValue(token, out var folder) && folder.Record is not null);
        if (!isComplete || leader!.Job is not null || leader.Claim is not null) return new LaunchOutcome.Launched(machine);
        return await SubmitAsync(request, folders[request.Token.Value].Record!, cancellationToken).ConfigureAwait(false) ?? new LaunchOutcome.Launched(machine);
    }

    private async Task<LaunchOutcome?> SubmitAsync(LaunchRequest request, SlurmRecord record, CancellationToken cancellationToken)
    {
        // The answer to an earlier sbatch may have been lost.
        var known = (await site.Slurm.JobsAsync(cancellationToken).ConfigureAwait(false)).Where(job => job.Name == record.Job).MinBy(job => job.Id);
        if (known is null)
        {
            var offer = (await site.OffersAsync(cancellationToken).ConfigureAwait(false)).FirstOrDefault(each => each.Quote.Offer.Key.Value == record.Offer);
            if (offer is null) return new LaunchOutcome.NoCapacity(CoolAfterLimit, $"{record.Offer} is not offered by {site.Cluster.Name} at the moment");
            try
            {
                var agent = await agents.BringAsync(site, cancellationToken).ConfigureAwait(false);
                var job = await site.Slurm.SubmitAsync(Job(request, record, offer, agent), cancellationToken).ConfigureAwait(false);
                await site.Folder.NoteAsync([FolderNote.Job(record.Gang[0], job)], cancellationToken).ConfigureAwait(false);
                return null;
            }
            catch (SlurmRefusalException refusal)
            {
                // Nothing was made, and nothing of it may look like something that might yet come.
                await site.Folder.ForgetAsync(record.Gang, cancellationToken).ConfigureAwait(false);
                return Limits.Any(each => refusal.Message.Contains(each, StringComparison.OrdinalIgnoreCase))
                    ? new LaunchOutcome.NoCapacity(CoolAfterLimit, $"Slurm on {site.Cluster.Name}: {refusal.Message}")
                    : new LaunchOutcome.Refused($"Slurm on {site.Cluster.Name}: {refusal.Message}; look at partition, account and limits in the configuration");
            }
        }

        await site.Folder.NoteAsync([FolderNote.Job(record.Gang[0], known.Id)], cancellationToken).ConfigureAwait(false);
        return null;
    }

    private JobRequest Job(LaunchRequest request, SlurmRecord record, SlurmOffer offer, string agent)
    {
        var (cluster, partition) = (site.Cluster, offer.Partition);
        var notice = offer.Queue.Grace > TimeSpan.Zero ? offer.Queue.Grace : UsualNotice;
        return new JobRequest
        {
            Name = record.Job,
            Comment = $"haggle run {request.Run} attempt {request.Epoch} owner {request.Owner}",
            Partition = record.Partition,
            Nodes = record.Gang.Length,
            Cpus = offer.Cpus,
            MemoryMib = offer.MemoryMib,
            Gpus = offer.Gpus,
            GpuType = offer.GpuType,
            Time = TimeLimit(request.Lasting, offer),
            Notice = notice,
            Account = Or(partition.Account, cluster.Account),
            Qos = Or(partition.Qos, cluster.Qos),
            Constraint = Or(partition.Constraint, cluster.Constraint),
            Output = site.Folder.Home(record.Gang[0]) + "/job.out",
            Folder = site.Folder.Home(record.Gang[0]),
            Script = JobScript.Write(
                [.. record.Gang.Select(site.Folder.Home)], agent, offer.Cpus, notice, cluster.Prologue.IsDefault ? [] : cluster.Prologue, SlurmCommands.Program(cluster, "srun")),
        };
    }

    // Never more than the partition grants: a job that asks for more waits for ever. What is left then is the next attempt's.
    private static TimeSpan? TimeLimit(TimeSpan? lasting, SlurmOffer offer)
    {
        var wanted = lasting is { } program ? program + AroundTheProgram : offer.Partition.Time;
        return offer.Queue.TimeMax is { } most && wanted > most ? most : wanted;
    }

    private static string[] GangOf(LaunchRequest request) => request.Nodes <= 1
        ? [request.Token.Value]
        : [.. Enumerable.Range(0, request.Nodes).Select(rank => LaunchToken.For(request.Owner, request.Run, request.Epoch, rank).Value)];

    private static SlurmRecord Record(LaunchRequest request, string[] gang)
    {
        var offer = request.Quote.Offer;
        return new SlurmRecord
        {
            Token = request.Token.Value,
            Owner = request.Owner.Value,
            Run = request.Run.Value,
            Epoch = request.Epoch,
            Rank = request.Rank,
            Gang = gang,
            Job = gang.Length == 1
                ? $"haggle-{request.Token}"
                : string.Create(CultureInfo.InvariantCulture, $"haggle-{request.Owner}-{request.Run.Value}-{request.Epoch}-gang"),
            Partition = offer.Zone,
            Offer = offer.Key.Value,
            InstanceType = offer.InstanceType,
            Purchase = offer.Purchase.ToString(),
            AcceleratorCount = offer.AcceleratorCount,
            PriceNanoUsdPerHour = request.Quote.Rate.PerHour.NanoUsd,
        };
    }

    private static string Or(string first, string second) => first.Length > 0 ? first : second;
}
