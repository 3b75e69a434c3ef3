using System.Text;

namespace Haggle.Cli.Access;

/// <summary>What OpenSSH's client is told of one node of a run.</summary>
internal sealed record SshEntry
{
    /// <summary>"haggle-12"; also the name by which the host's key is known.</summary>
    public required string Host { get; init; }

    /// <summary>A second name, made of the run's name; "" for none.</summary>
    public string Alias { get; init; } = "";

    /// <summary>The state folder that it belongs to.</summary>
    public required string StateFolder { get; init; }

    /// <summary>Who logs in.</summary>
    public required string User { get; init; }

    public required string Identity { get; init; }

    public required string KnownHosts { get; init; }

    /// <summary>The words of the command that makes the connection; it is told the user's name behind them.</summary>
    public required IReadOnlyList<string> Proxy { get; init; }

    /// <summary>The first line of its block in the file.</summary>
    public string Mark => MarkOf(Host, StateFolder);

    public static string MarkOf(string host, string stateFolder) => $"# {host} of {stateFolder}";

    /// <summary>The block, from its mark to its last line.</summary>
    public string Text()
    {
        var text = new StringBuilder();
        text.Append(Mark).Append('\n').Append("Host ").Append(Host);
        if (Alias.Length > 0) text.Append(' ').Append(Alias);
        foreach (var (name, value) in (ReadOnlySpan<(string, string)>)[
            ("HostName", Host), ("User", User), ("IdentityFile", Quoted(Percent(Identity))), ("IdentitiesOnly", "yes"), ("HostKeyAlias", Host),
            ("UserKnownHostsFile", Quoted(Percent(KnownHosts))), ("GlobalKnownHostsFile", "/dev/null"), ("StrictHostKeyChecking", "yes"), ("CheckHostIP", "no"),
            ("ProxyJump", "none"), ("ProxyCommand", Percent(string.Join(' ', Proxy.Select(Commands.ExecCommand.Quote))) + " --login %r")]) text.Append("\n  ").Append(name).Append(' ').Append(value);
        return text.Append('\n').ToString();
    }

    /// <summary>A name as it can stand in "Host": what is a pattern there is none here.</summary>
    public static string AliasOf(string run) => "haggle-" + string.Concat(run.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.' ? letter : '-'));

    private static string Percent(string text) => text.Replace("%", "%%", StringComparison.Ordinal);

    private static string Quoted(string path) => path.Contains(' ', StringComparison.Ordinal) ? '"' + path + '"' : path;
}
