using System.Collections.Immutable;
using Haggle.Engine.Ports;
using Haggle.Providers.Hosts;

namespace Haggle.Providers.Slurm;

/// <summary>Opens the way to a cluster as its configuration says.</summary>
internal static class SlurmSites
{
    // One for all clusters: it holds their connections.
    private static readonly HttpClient Http = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(10), AllowAutoRedirect = false });

    /// <summary>Opens it; nothing is asked yet.</summary>
    public static SlurmSite Open(SlurmCluster cluster, SshSettings ssh, TimeProvider time)
    {
        var host = Host(cluster.Login, ssh, time);
        ISlurm slurm = cluster.Rest is { } address ? new SlurmRest(cluster, address, Http, time) : new SlurmCommands(cluster, host);
        return new SlurmSite(cluster, host, slurm, time);
    }

    /// <summary>How a person runs a command of the login node.</summary>
    public static ShellAccess ShellAccess(SlurmCluster cluster, ImmutableArray<string> words) => IsHere(cluster.Login)
        ? new ShellAccess(words[0], words[1..], "")
        : new ShellAccess("ssh", ["-t", cluster.Login, string.Join(' ', words.Select(ShellWord.Quote))], "");

    private static bool IsHere(string login) => login is "local" or "localhost" or "";

    private static IHost Host(string login, SshSettings ssh, TimeProvider time)
    {
        if (IsHere(login)) return new LocalHost(time);
        var at = login.LastIndexOf('@');
        return new SshHost(new SshDestination(login, login[(at + 1)..]) { User = at > 0 ? login[..at] : "" }, ssh, time);
    }
}
