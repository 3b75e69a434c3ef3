namespace Haggle.Providers.Hosts;

/// <summary>What the OpenSSH client says when it cannot do its work, as one sentence for people. Pure.</summary>
internal static class SshFault
{
    private static readonly string[] ForGood =
    [
        "Permission denied", "Host key verification failed", "No matching host key", "Too many authentication failures", "Bad owner or permissions",
        "Bad configuration option", "terminating,", "no such identity",
    ];

    /// <summary>The fault.</summary>
    /// <param name="destination">Who was dialled.</param>
    /// <param name="error">What the client printed.</param>
    /// <param name="knownHosts">The file of pinned keys.</param>
    public static HostException Of(SshDestination destination, string error, string knownHosts)
    {
        var name = destination.Name;
        if (error.Contains("REMOTE HOST IDENTIFICATION HAS CHANGED", StringComparison.Ordinal))
        {
            return new HostException(
                name,
                $"{name} shows another host key than the one pinned in {knownHosts}: it was installed anew, or somebody stands in between. Nothing was sent. "
                + $"If you know why, forget the old key: ssh-keygen -f {knownHosts} -R '{PinnedName(error, destination)}'",
                isTransient: false);
        }

        var line = error.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault(each => !each.StartsWith('@'));
        var forGood = ForGood.Any(word => error.Contains(word, StringComparison.OrdinalIgnoreCase));
        return new HostException(name, forGood ? $"{name} does not let us in: {line}" : $"{name} is not reached: {line ?? "the connection broke off"}", !forGood);
    }

    // "Host key for [gpu1]:2222 has changed and you have requested strict checking."
    private static string PinnedName(string error, SshDestination destination)
    {
        const string Before = "Host key for ";
        var from = error.IndexOf(Before, StringComparison.Ordinal);
        var to = from < 0 ? -1 : error.IndexOf(" has changed", from, StringComparison.Ordinal);
        return to < 0 ? destination.Host : error[(from + Before.Length)..to];
    }
}
