namespace Haggle.Providers.Hosts;

/// <summary>How the OpenSSH client is used.</summary>
public sealed record SshSettings
{
    // The socket's own name, and the random end that the client gives it while it is being made.
    private const int SocketNameBytes = 40;
    private const int SocketPathMax = 107;

    private readonly string _folder = "";

    /// <summary>The folder for shared connections and the pinned host keys; made when it is not there.</summary>
    public required string Folder
    {
        get => _folder;
        init => _folder = Path.GetFullPath(value);
    }

    /// <summary>The client's program.</summary>
    public string Program { get; init; } = "ssh";

    /// <summary>The client's configuration file; "" for the user's own.</summary>
    public string ConfigurationFile { get; init; } = "";

    /// <summary>The file of pinned host keys.</summary>
    public string KnownHosts => Path.Combine(Folder, "known_hosts");

    /// <summary>How long a shared connection stays open when nothing uses it. Default 2 minutes: what a server that was killed leaves behind is gone by then.</summary>
    public TimeSpan Persist { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long a connection may take to come about. Default 8 s.</summary>
    public TimeSpan ConnectPatience { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>
    /// How often a silent host is asked whether it is there. Default 3 s: with four unanswered questions a lost host is known after 15 s, and a network that
    /// loses every fifth packet still gets one of them through.
    /// </summary>
    public TimeSpan AliveEvery { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How many such questions may go unanswered. Default 4.</summary>
    public int AliveMisses { get; init; } = 4;

    /// <summary>Where the sockets of shared connections are: in the folder, or, when its path is too long for a socket, in a private one below the system's.</summary>
    internal string SocketFolder => Folder.Length + 1 + SocketNameBytes <= SocketPathMax
        ? Folder
        : Path.Combine(Path.GetTempPath(), "haggle-ssh-" + ShortName.Of(Environment.UserName + "\n" + Folder));

    /// <summary>A path as the client's options take it: percent signs are its own, and blanks end a path.</summary>
    internal static string Escaped(string path) => "\"" + path.Replace("%", "%%", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\"";
}
