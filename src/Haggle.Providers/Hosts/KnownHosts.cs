using System.Collections.Immutable;

namespace Haggle.Providers.Hosts;

/// <summary>
/// The host keys that Haggle has pinned, in a file of its own: what the user's session accepts by a keystroke changes nothing here. A host that the user knows
/// already is taken over at the first contact, so that even then another key is refused; one that nobody knows is trusted once.
/// </summary>
internal sealed class KnownHosts(SshDestination destination, SshWords words, Func<HostCommand, Task<CommandEnd>> run)
{
    /// <summary>Takes over what the user knows of the host, unless it is pinned already.</summary>
    public async Task TakeOverAsync(CancellationToken cancellationToken)
    {
        if (!destination.HostKeys.IsEmpty)
        {
            await File.WriteAllLinesAsync(words.KnownHosts, destination.HostKeys.Select(key => $"* {key}"), cancellationToken).ConfigureAwait(false);
            return;
        }

        var resolved = await run(new HostCommand { Words = words.Resolve }).ConfigureAwait(false);
        if (resolved.ExitCode != 0) return;
        var options = resolved.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' ', 2)).Where(pair => pair.Length == 2).ToLookup(pair => pair[0], pair => pair[1], StringComparer.OrdinalIgnoreCase);
        var name = NameOf(options);
        if (name.Length == 0 || (await LinesAsync(words.KnownHosts, name).ConfigureAwait(false)).Length > 0) return;
        foreach (var file in options["userknownhostsfile"].SelectMany(files => files.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Select(Expanded))
        {
            var lines = await LinesAsync(file, name).ConfigureAwait(false);
            if (lines.Length > 0) await File.AppendAllLinesAsync(words.KnownHosts, lines, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The name under which the client keeps a host's key. Pure.</summary>
    private static string NameOf(ILookup<string, string> options)
    {
        if (options["hostkeyalias"].FirstOrDefault() is { Length: > 0 } alias) return alias;
        var host = options["hostname"].FirstOrDefault() ?? "";
        var port = options["port"].FirstOrDefault() ?? "22";
        return port == "22" || host.Length == 0 ? host : $"[{host}]:{port}";
    }

    private async Task<ImmutableArray<string>> LinesAsync(string file, string name)
    {
        if (!File.Exists(file)) return [];
        var found = await run(new HostCommand { Words = ["ssh-keygen", "-F", name, "-f", file] }).ConfigureAwait(false);
        return [.. found.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !line.StartsWith('#'))];
    }

    private static string Expanded(string path) =>
        path.StartsWith("~/", StringComparison.Ordinal) ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), path[2..]) : path;
}
