using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Haggle.Providers.Hosts;
using Haggle.Wire.Agent;

namespace Haggle.Providers.Slurm.Machines;

/// <summary>
/// The folder that the login node and the compute nodes share: a folder for each machine, each file written whole or not at all. Reached through the login
/// node's shell, so that it is the same for a login node here and elsewhere.
/// </summary>
internal sealed class SharedFolder(SlurmCluster cluster, IHost host)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    // One line for each file: folder, file, first line. All of ours are one line long.
    private const string ListScript = """
        cd "$1/machines" 2>/dev/null || exit 0
        shift
        [ $# -gt 0 ] || set -- *
        for token; do
          for file in machine.json job claim node again end ended.json up.json gone.json; do
            [ -f "$token/$file" ] || continue
            line=
            IFS= read -r line <"$token/$file"
            printf '%s\t%s\t%s\n' "$token" "$file" "$line"
          done
        done
        """;

    // The record comes last: a folder without one is a launch that was cut off before anything could come of it.
    private const string MakeScript = """
        set -eu
        umask 077
        folder=$1/machines/$2
        mkdir -p "$folder"
        IFS= read -r agent
        IFS= read -r record
        printf '%s' "$agent" >"$folder/agent.json.part"
        mv "$folder/agent.json.part" "$folder/agent.json"
        printf '%s\n' "$record" >"$folder/machine.json.part"
        mv "$folder/machine.json.part" "$folder/machine.json"
        """;

    // Lines of folder, file, content. What is there already stays: the first word counts. A machine that is gone gives back its disk.
    private const string NoteScript = """
        umask 077
        cd "$1/machines" || exit 1
        tab=$(printf '\t')
        while IFS=$tab read -r token file line; do
          [ -d "$token" ] || continue
          if [ ! -e "$token/$file" ]; then
            printf '%s\n' "$line" >"$token/$file.$$" && ln "$token/$file.$$" "$token/$file" 2>/dev/null
            rm -f "$token/$file.$$"
            [ -e "$token/$file" ] || exit 1
          fi
          if [ "$file" = gone.json ]; then
            for entry in "$token"/* "$token"/.[!.]*; do
              case ${entry##*/} in
                machine.json|job|claim|node|again|end|ended.json|up.json|gone.json|agent.log|job.out) ;;
                *) rm -rf -- "$entry" ;;
              esac
            done
          fi
        done
        """;

    private const string ForgetScript = """
        cd "$1/machines" || exit 0
        shift
        for token; do rm -rf -- "./$token"; done
        """;

    /// <summary>The folder.</summary>
    public string Root { get; } = cluster.Shared.TrimEnd('/');

    /// <summary>The file whose lock makes whoever submits or cancels jobs one at a time.</summary>
    public string LockFile => Root + "/.lock";

    /// <summary>A machine's folder.</summary>
    public string Home(string token) => $"{Root}/machines/{token}";

    /// <summary>Makes the folder itself.</summary>
    public Task MakeRootAsync(CancellationToken cancellationToken) =>
        RunAsync("umask 077; mkdir -p \"$1/machines\" && : >>\"$1/.lock\"", default, cancellationToken, Root);

    /// <summary>All machines, or the named ones that are there.</summary>
    public async Task<ImmutableArray<FolderState>> ListAsync(IEnumerable<string> tokens, CancellationToken cancellationToken)
    {
        var table = await RunAsync(ListScript, default, cancellationToken, [Root, .. tokens]).ConfigureAwait(false);
        return [.. table.Split('\n').Select(line => line.Split('\t', 3)).Where(fields => fields.Length == 3).GroupBy(fields => fields[0], StringComparer.Ordinal).Select(State)];
    }

    /// <summary>Makes a machine's folder.</summary>
    public Task MakeAsync(SlurmRecord record, ReadOnlyMemory<byte> agentConfiguration, CancellationToken cancellationToken)
    {
        var lines = $"{Encoding.UTF8.GetString(agentConfiguration.Span).ReplaceLineEndings(" ")}\n{JsonSerializer.Serialize(record, SlurmFiles.Default.SlurmRecord)}\n";
        return RunAsync(MakeScript, Encoding.UTF8.GetBytes(lines), cancellationToken, Root, record.Token);
    }

    /// <summary>Writes notes into machines' folders; one that is there already stays as it is.</summary>
    public async Task NoteAsync(IEnumerable<FolderNote> notes, CancellationToken cancellationToken)
    {
        var lines = string.Concat(notes.Select(note => $"{note.Token}\t{note.File}\t{note.Line}\n"));
        if (lines.Length > 0) await RunAsync(NoteScript, Encoding.UTF8.GetBytes(lines), cancellationToken, Root).ConfigureAwait(false);
    }

    /// <summary>Deletes what is left of machines.</summary>
    public Task ForgetAsync(IReadOnlyCollection<string> tokens, CancellationToken cancellationToken) =>
        tokens.Count == 0 ? Task.CompletedTask : RunAsync(ForgetScript, default, cancellationToken, [Root, .. tokens]);

    private async Task<string> RunAsync(string script, ReadOnlyMemory<byte> input, CancellationToken cancellationToken, params string[] arguments)
    {
        try
        {
            var end = await host.RunAsync(new HostCommand { Words = ["/bin/sh", "-c", script, "haggle-folder", .. arguments], Input = input, Limit = Limit }, cancellationToken).ConfigureAwait(false);
            return end.ExitCode == 0 ? end.Output : throw new SlurmException($"the folder {Root} on {host.Name} cannot be used: {end.Error.Trim()}", isTransient: true);
        }
        catch (HostException fault)
        {
            throw new SlurmException($"{cluster.Name}: {fault.Message}", fault.IsTransient, fault);
        }
    }

    private static FolderState State(IGrouping<string, string[]> lines)
    {
        var files = lines.ToDictionary(fields => fields[1], fields => fields[2], StringComparer.Ordinal);
        var claim = files.GetValueOrDefault("claim", "").Split(' ');
        return new FolderState
        {
            Token = lines.Key,
            Record = Read(files, "machine.json", SlurmFiles.Default.SlurmRecord),
            Job = Number(files.GetValueOrDefault("job", "")),
            Claim = Number(claim[0]),
            ClaimedAt = claim.Length > 1 && Number(claim[1]) is { } began ? DateTimeOffset.FromUnixTimeSeconds(began) : null,
            Node = files.GetValueOrDefault("node", ""),
            Again = files.ContainsKey("again"),
            IsEndWanted = files.ContainsKey("end"),
            Ended = Read(files, "ended.json", AgentJson.Default.MachineEnded),
            Up = Read(files, "up.json", SlurmFiles.Default.MachineUp),
            Gone = Read(files, "gone.json", SlurmFiles.Default.MachineGone),
        };
    }

    private static long? Number(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static T? Read<T>(Dictionary<string, string> files, string name, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return files.TryGetValue(name, out var line) ? JsonSerializer.Deserialize(line, type) : null;
        }
        catch (JsonException)
        {
            // A full disk can tear a file; a torn one says nothing.
            return null;
        }
    }
}
