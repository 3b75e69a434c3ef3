using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Haggle.Providers.Hosts;
using Haggle.Providers.Slurm.Reading;

namespace Haggle.Providers.Slurm;

/// <summary>A cluster's Slurm by its programs on the login node. Each has a time limit: they hang for minutes when the controller is down.</summary>
internal sealed class SlurmCommands(SlurmCluster cluster, IHost host) : ISlurm
{
    // What Slurm itself answers takes milliseconds; a busy controller of a large cluster, seconds.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    // squeue --json leaves out its filters before; scontrol has no --json at all.
    private static readonly Version JsonSince = new(23, 2);
    private static readonly Version NodeJsonSince = new(21, 8);

    private Version? _version;

    /// <summary>Slurm's program of a name on this cluster's login node.</summary>
    public static string Program(SlurmCluster cluster, string name) => cluster.Bin.Length > 0 ? $"{cluster.Bin.TrimEnd('/')}/{name}" : name;

    /// <summary>The words that run one of Slurm's programs on the login node.</summary>
    public static ImmutableArray<string> Words(SlurmCluster cluster, params ReadOnlySpan<string> words) =>
    [
        "env", "LC_ALL=C", "SLURM_TIME_FORMAT=%s", .. cluster.Conf.Length > 0 ? [$"SLURM_CONF={cluster.Conf}"] : (ReadOnlySpan<string>)[], Program(cluster, words[0]), .. words[1..],
    ];

    /// <inheritdoc/>
    public async Task<ImmutableArray<SlurmQueue>> PartitionsAsync(CancellationToken cancellationToken) =>
        SlurmText.Partitions(await AskAsync(cancellationToken, "scontrol", "--oneliner", "show", "partition").ConfigureAwait(false));

    /// <inheritdoc/>
    public async Task<ImmutableArray<SlurmNode>> NodesAsync(CancellationToken cancellationToken)
    {
        var version = await VersionAsync(cancellationToken).ConfigureAwait(false);
        if (version >= JsonSince) return Parse(await AskAsync(cancellationToken, "scontrol", "--json", "show", "nodes").ConfigureAwait(false), SlurmJson.Nodes);
        if (version >= NodeJsonSince) return Parse(await AskAsync(cancellationToken, "sinfo", "--json").ConfigureAwait(false), SlurmJson.Nodes);
        return SlurmText.Nodes(await AskAsync(cancellationToken, "scontrol", "--oneliner", "show", "node").ConfigureAwait(false));
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<SlurmJob>> JobsAsync(CancellationToken cancellationToken)
    {
        if (await VersionAsync(cancellationToken).ConfigureAwait(false) >= JsonSince)
            return Parse(await AskAsync(cancellationToken, "squeue", "--me", "--states=all", "--json").ConfigureAwait(false), SlurmJson.Jobs);
        return SlurmText.Jobs(await AskAsync(cancellationToken, "squeue", "--me", "--states=all", "--noheader", "--format=" + SlurmText.JobFormat).ConfigureAwait(false));
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<long>> WaitingAsync(string partition, CancellationToken cancellationToken)
    {
        var lines = await AskAsync(cancellationToken, "squeue", "--noheader", "--states=PENDING", "--partition=" + partition, "--sort=-p,i", "--format=%A").ConfigureAwait(false);
        return [.. lines.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(each => long.Parse(each, CultureInfo.InvariantCulture))];
    }

    /// <inheritdoc/>
    public async Task<SlurmJob?> AccountedAsync(long job, CancellationToken cancellationToken)
    {
        // A cluster without accounts refuses, and so does one whose accounts are down: then the machine's folder tells what it knows.
        var number = job.ToString(CultureInfo.InvariantCulture);
        var end = await RunAsync(default, cancellationToken, "sacct", "--allocations", "--noheader", "--parsable2", "--jobs=" + number, "--format=" + SlurmText.AccountFormat).ConfigureAwait(false);
        return end.ExitCode == 0 ? SlurmText.Accounted(end.Output).FirstOrDefault(each => each.Id == job) : null;
    }

    /// <inheritdoc/>
    public async Task<long> SubmitAsync(JobRequest request, CancellationToken cancellationToken)
    {
        var words = ImmutableArray.CreateBuilder<string>();
        words.AddRange(
            "sbatch", "--parsable", "--no-requeue", "--job-name=" + request.Name, "--comment=" + request.Comment, "--partition=" + request.Partition, $"--nodes={request.Nodes}",
            $"--ntasks={request.Nodes}", "--ntasks-per-node=1", $"--cpus-per-task={request.Cpus}", $"--mem={request.MemoryMib}M", $"--signal=TERM@{Math.Clamp((long)request.Notice.TotalSeconds, 1, 65535)}",
            "--output=" + request.Output, "--open-mode=append", "--chdir=" + request.Folder, "--export=" + JobScript.Passed);
        if (request.Gres.Length > 0) words.Add("--gres=" + request.Gres);
        if (request.Minutes is { } minutes) words.Add($"--time={minutes}");
        if (request.Account.Length > 0) words.Add("--account=" + request.Account);
        if (request.Qos.Length > 0) words.Add("--qos=" + request.Qos);
        if (request.Constraint.Length > 0) words.Add("--constraint=" + request.Constraint);
        var end = await RunAsync(Encoding.UTF8.GetBytes(request.Script), cancellationToken, words.ToArray()).ConfigureAwait(false);

        // "1234", or "1234;cluster".
        if (end.ExitCode == 0 && long.TryParse(end.Output.Trim().Split(';')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var job)) return job;
        if (end.ExitCode == 0) throw new SlurmException($"sbatch on {cluster.Name} answered '{Shortened(end.Output)}' and no job number", isTransient: true);
        if (PassingFault.Is(end.Error)) throw Fault("sbatch", end.Error);
        throw new SlurmRefusalException(Shortened(end.Error));
    }

    /// <inheritdoc/>
    public async Task CancelAsync(long job, CancellationToken cancellationToken)
    {
        var end = await RunAsync(default, cancellationToken, "scancel", "--quiet", job.ToString(CultureInfo.InvariantCulture)).ConfigureAwait(false);
        if (end.ExitCode != 0 && PassingFault.Is(end.Error)) throw Fault("scancel", end.Error);
    }

    private async Task<Version> VersionAsync(CancellationToken cancellationToken) =>
        _version ??= SlurmText.VersionOf(await AskAsync(cancellationToken, "squeue", "--version").ConfigureAwait(false));

    private async Task<string> AskAsync(CancellationToken cancellationToken, params string[] words)
    {
        var end = await RunAsync(default, cancellationToken, words).ConfigureAwait(false);
        return end.ExitCode == 0 ? end.Output : throw Fault(words[0], end.Error);
    }

    private async Task<CommandEnd> RunAsync(ReadOnlyMemory<byte> input, CancellationToken cancellationToken, params string[] words)
    {
        try
        {
            return await host.RunAsync(new HostCommand { Words = Words(cluster, words), Input = input, Limit = Limit }, cancellationToken).ConfigureAwait(false);
        }
        catch (HostException fault)
        {
            throw new SlurmException($"{words[0]} on {cluster.Name}: {fault.Message}", fault.IsTransient, fault);
        }
    }

    private ImmutableArray<T> Parse<T>(string json, Func<JsonElement, ImmutableArray<T>> read)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            if (SlurmJson.Errors(document.RootElement) is { Length: > 0 } errors) throw new SlurmException($"Slurm on {cluster.Name}: {errors}", isTransient: true);
            return read(document.RootElement);
        }
        catch (JsonException fault)
        {
            throw new SlurmException($"Slurm on {cluster.Name} wrote something that is no JSON: {fault.Message}", isTransient: true, fault);
        }
    }

    private SlurmException Fault(string program, string error) => new($"{program} on {cluster.Name}: {Shortened(error)}", isTransient: true);

    private static string Shortened(string text)
    {
        const int Most = 300;
        var line = string.Join("; ", text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        return line.Length > Most ? line[..Most] + "..." : line;
    }
}
