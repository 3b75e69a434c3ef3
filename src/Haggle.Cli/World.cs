using Haggle.Cli.Home;
using Haggle.Cli.Rest;

namespace Haggle.Cli;

/// <summary>What a command sees of the world outside: one place to put another world under it in tests.</summary>
internal sealed class World
{
    public required Terminal Terminal { get; init; }

    public required TimeProvider Time { get; init; }

    /// <summary>An environment variable; null when it is not set or empty.</summary>
    public required Func<string, string?> Variable { get; init; }

    /// <summary>The folder that the command was started in.</summary>
    public required string Folder { get; init; }

    /// <summary>`--server URL`; null for HAGGLE_SERVER or the private server.</summary>
    public string? ServerAddress { get; init; }

    /// <summary>Starts another program and waits for it, on this terminal.</summary>
    public required Func<ProgramStart, CancellationToken, Task<int>> Run { get; init; }

    public StateFolder StateFolder => StateFolder.Of(Variable);

    public string User => Variable("USER") ?? Variable("LOGNAME") ?? "";

    /// <summary>The server, started first when it is the private one and is not there yet.</summary>
    public Task<HaggleClient> ConnectAsync(CancellationToken cancellationToken) => ServerDoor.OpenAsync(this, mayStart: true, cancellationToken);

    public static World OfProcess(string? serverAddress) => new()
    {
        Terminal = Terminal.OfProcess(),
        Time = TimeProvider.System,
        Variable = name => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null,
        Folder = Environment.CurrentDirectory,
        ServerAddress = serverAddress,
        Run = ProgramStart.RunAsync,
    };

    public World WithServer(string? address) => address is null ? this : new World
    {
        Terminal = Terminal,
        Time = Time,
        Variable = Variable,
        Folder = Folder,
        ServerAddress = address,
        Run = Run,
    };

    /// <summary>A path as the user wrote it: relative to the folder of the command, or starting with ~.</summary>
    public string PathOf(string written)
    {
        if (written == "~" || written.StartsWith("~/", StringComparison.Ordinal)) written = (Variable("HOME") ?? "/") + written[1..];
        return Path.GetFullPath(written, Folder);
    }
}
