using System.Text;

namespace Haggle.Cli.Tests;

/// <summary>A world for one command: its own folder, environment and terminal, and what was written to it.</summary>
internal sealed class TestWorld : IDisposable
{
    private readonly TemporaryFolder _folder;
    private readonly bool _isGuest;
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    public TestWorld() => _folder = new TemporaryFolder();

    /// <summary>Another command in the folder of a world, with a terminal of its own.</summary>
    public TestWorld(TestWorld host) => (_folder, _isGuest) = (host._folder, true);

    public Dictionary<string, string> Variables { get; } = [];

    public TemporaryFolder Folder => _folder;

    public string Home => _folder.At("home");

    public string SocketPath => Path.Combine(Home, "server.sock");

    public string Output => _output.ToString();

    public string Error => _error.ToString();

    public int Width { get; init; } = 80;

    /// <summary>What the user types when asked; null when no one sits there.</summary>
    public string? Answer { get; init; }

    public List<ProgramStart> Started { get; } = [];

    public async Task<FakeServer> ServeAsync()
    {
        Directory.CreateDirectory(Home);
        File.WriteAllText(Path.Combine(Home, "haggle.db"), "");
        return await FakeServer.StartAsync(SocketPath);
    }

    public Task<int> RunAsync(params string[] args) => RunAsync(CancellationToken.None, args);

    public Task<int> RunAsync(CancellationToken cancellationToken, params string[] args) => CommandLine.RunAsync(args, World(), cancellationToken);

    public World World()
    {
        Variables["HAGGLE_HOME"] = Home;
        return new World
        {
            Terminal = Terminal(),
            Time = TimeProvider.System,
            Variable = name => Variables.GetValueOrDefault(name),
            Folder = _folder.Path,
            Run = (start, _) =>
            {
                Started.Add(start);
                return Task.FromResult(7);
            },
        };
    }

    public Terminal Terminal() => new()
    {
        Output = _output,
        Error = _error,
        Input = new StringReader(Answer ?? ""),
        InputIsTerminal = Answer is not null,
        ErrorIsTerminal = Answer is not null,
        Width = Width,
        RawOutput = bytes => _output.Write(Encoding.UTF8.GetString(bytes.Span)),
    };

    public void Dispose()
    {
        if (!_isGuest) _folder.Dispose();
    }
}
