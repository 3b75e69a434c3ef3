using System.Collections.Immutable;
using Haggle.Core.Runs;
using Haggle.Providers.Slurm.Machines;
using Haggle.Providers.Slurm.Reading;

namespace Haggle.Providers.Slurm;

/// <summary>Looks at one cluster: its folders first, then its jobs, so that a machine that was just made is seen, never one that is there as missing.</summary>
internal sealed class SlurmSweep(SlurmSite site, TimeProvider time)
{
    /// <summary>Every machine of an owner. What Slurm will forget is written down, and a job that nobody wants any more is cancelled.</summary>
    public async Task<ImmutableArray<MachineFact>> FactsAsync(OwnerId owner, TimeSpan kept, CancellationToken cancellationToken)
    {
        var folders = (await site.Folder.ListAsync([], cancellationToken).ConfigureAwait(false)).ToDictionary(folder => folder.Token, StringComparer.Ordinal);
        var mine = folders.Values.Where(folder => folder.Record?.Owner == owner.Value).Select(folder => (Folder: folder, Record: folder.Record!)).ToArray();
        var old = mine.Where(each => each.Folder.Gone is { } gone && time.GetUtcNow() - gone.At > kept).Select(each => each.Folder.Token).ToArray();
        await site.Folder.ForgetAsync(old, cancellationToken).ConfigureAwait(false);
        mine = [.. mine.Where(each => !old.Contains(each.Folder.Token))];

        // What is gone asks Slurm nothing: a server that rents nothing there leaves the controller alone.
        var live = mine.Where(each => each.Folder.Gone is null).ToArray();
        var census = live.Length == 0 ? Nothing() : await CensusAsync(live.Select(each => each.Record), folders, cancellationToken).ConfigureAwait(false);
        var standings = mine.Select(each => (each.Record, Standing: census.Of(each.Folder, each.Record, folders.GetValueOrDefault(each.Record.Gang[0], each.Folder)))).ToArray();
        await ActAsync(standings, cancellationToken).ConfigureAwait(false);
        foreach (var (record, standing) in standings) site.Known[record.Token] = standing;
        return [.. standings.Select(each => each.Standing.Fact)];
    }

    private async Task<SlurmCensus> CensusAsync(IEnumerable<SlurmRecord> records, Dictionary<string, FolderState> folders, CancellationToken cancellationToken)
    {
        var all = records.ToArray();
        var jobs = await JobsAsync(cancellationToken).ConfigureAwait(false);
        var leaders = all.Where(record => folders.ContainsKey(record.Gang[0])).DistinctBy(record => record.Gang[0]).Select(record => (Record: record, Folder: folders[record.Gang[0]])).ToArray();

        // A job that is missing is looked for twice: one answer of a controller that is just starting proves nothing.
        if (leaders.Any(each => IsMissing(each.Record, each.Folder, jobs))) jobs = await JobsAsync(cancellationToken).ConfigureAwait(false);
        var accounted = new Dictionary<long, SlurmJob>();
        foreach (var (record, folder) in leaders.Where(each => IsMissing(each.Record, each.Folder, jobs)))
            if ((folder.Claim ?? folder.Job) is { } id && await site.Slurm.AccountedAsync(id, cancellationToken).ConfigureAwait(false) is { } job) accounted[id] = job;

        var waiting = all.SelectMany(record => jobs[record.Job].Where(job => job.IsWaiting).Select(job => (record.Partition, job.Id)));
        return new SlurmCensus(
            site.Cluster.Name, jobs, accounted, await site.AddressesAsync(cancellationToken).ConfigureAwait(false), await site.QueuesAsync(waiting, cancellationToken).ConfigureAwait(false),
            time.GetUtcNow());
    }

    private async Task ActAsync((SlurmRecord Record, SlurmCensus.Standing Standing)[] standings, CancellationToken cancellationToken)
    {
        await site.Folder.NoteAsync(standings.Select(each => each.Standing.Note).OfType<FolderNote>(), cancellationToken).ConfigureAwait(false);
        foreach (var job in standings.Where(each => each.Standing is { IsUnwanted: true, Job: not null }).Select(each => each.Standing.Job!.Id).Distinct())
            await site.Slurm.CancelAsync(job, cancellationToken).ConfigureAwait(false);
    }

    private async Task<ILookup<string, SlurmJob>> JobsAsync(CancellationToken cancellationToken) =>
        (await site.Slurm.JobsAsync(cancellationToken).ConfigureAwait(false)).ToLookup(job => job.Name, StringComparer.Ordinal);

    private static bool IsMissing(SlurmRecord record, FolderState leader, ILookup<string, SlurmJob> jobs) =>
        leader is { Gone: null } && (leader.Claim ?? leader.Job) is not null && !jobs[record.Job].Any();

    private SlurmCensus Nothing() => new(
        site.Cluster.Name, Array.Empty<SlurmJob>().ToLookup(job => job.Name), new Dictionary<long, SlurmJob>(), new Dictionary<string, string>(),
        new Dictionary<string, ImmutableArray<long>>(), time.GetUtcNow());
}
