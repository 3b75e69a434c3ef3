using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Haggle.Wire.Rest;

namespace Haggle.EndToEnd.Tests;

/// <summary>
/// A state folder of one test with everything that lives in it: the private server, its machines, the runs. The programs are the published ones, started
/// by the launcher in the repository's root. Its path is short: a unix socket's has 107 bytes at most.
/// </summary>
internal sealed class Home : IAsyncDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("hg").FullName;
    private readonly List<(string Name, string Value)> _environment = [];

    public Home()
    {
        Directory.CreateDirectory(Work);
    }

    /// <summary>The state folder; made by the first command that needs it.</summary>
    public string Folder => Path.Combine(_root, "s");

    /// <summary>The folder that commands are started in.</summary>
    public string Work => Path.Combine(_root, "w");

    public string Machines => Path.Combine(Folder, "machines");

    public string ServerLog => Path.Combine(Folder, "server.log");

    /// <summary>The server's process; null when there is none.</summary>
    public int? ServerProcess => Processes.All().FirstOrDefault(process => process.CommandLine.EndsWith($"haggle-server\n--home\n{Folder}\n--private\n", StringComparison.Ordinal)
        && !process.CommandLine.Contains("sh\n-c\n", StringComparison.Ordinal) && !process.CommandLine.StartsWith("setsid", StringComparison.Ordinal))?.Id;

    public Home With(string name, string value)
    {
        _environment.Add((name, value));
        return this;
    }

    /// <summary>Writes a file into the folder that commands are started in.</summary>
    public string Write(string name, string text)
    {
        var path = Path.Combine(Work, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>Writes the configuration of the state folder, before the server is started.</summary>
    public void Configure(string yaml)
    {
        Directory.CreateDirectory(Folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.WriteAllText(Path.Combine(Folder, "config.yaml"), yaml);
    }

    public Command Start(params string[] arguments) => StartIn(Work, Repository.Path("haggle"), arguments);

    public Command StartIn(string folder, string program, params string[] arguments) =>
        Command.Start(folder, program, arguments, [("HAGGLE_HOME", Folder), .. _environment]);

    public async Task<CommandEnd> RunAsync(params string[] arguments)
    {
        using var command = Start(arguments);
        return await command.EndAsync();
    }

    /// <summary>A command that must succeed; what it wrote to standard output.</summary>
    public async Task<string> OkAsync(params string[] arguments) => (await RunAsync(arguments)).Expect(0).Out;

    public async Task<T> AskAsync<T>(JsonTypeInfo<T> type, params string[] arguments) =>
        JsonSerializer.Deserialize(await OkAsync([.. arguments, "--json"]), type) ?? throw new InvalidOperationException("null");

    /// <summary>Launches in the background; the run's number.</summary>
    public async Task<string> LaunchAsync(params string[] arguments)
    {
        var launched = await AskAsync(RestJson.Default.LaunchMessage, ["launch", "-d", .. arguments]);
        return launched.Run!.Id.ToString(CultureInfo.InvariantCulture);
    }

    public Task<RunMessage> StatusAsync(string run) => AskAsync(RestJson.Default.RunMessage, "status", run);

    public Task<BillMessage> BillAsync(string run) => AskAsync(RestJson.Default.BillMessage, "cost", run);

    public Task<string> LogsAsync(string run, params string[] which) => OkAsync(["logs", run, .. which]);

    /// <summary>Waits until a run is as wanted; fails at once when it is over and is not.</summary>
    public async Task<RunMessage> UntilAsync(string run, string what, Func<RunMessage, bool> isSo) => await Wait.ForAsync($"run {run} is {what}", async () =>
    {
        var seen = await StatusAsync(run);
        if (isSo(seen)) return seen;
        Assert.True(seen.Phase is not ("ended" or "quarantined"), $"run {run} is over and never was {what}: {seen.Outcome}, {seen.Reason}");
        return null;
    });

    public Task<RunMessage> UntilOverAsync(string run) => UntilAsync(run, "over", seen => seen.Phase is "ended" or "quarantined");

    /// <summary>Waits until a run's log holds a text.</summary>
    public Task UntilLogAsync(string run, string text) =>
        Wait.UntilAsync($"run {run} prints '{text}'", async () => (await LogsAsync(run)).Contains(text, StringComparison.Ordinal));

    /// <summary>The agents of a run that live, by their machines' names.</summary>
    public IReadOnlyList<(string Machine, int Process)> Agents() =>
    [
        .. from process in Living()
           where process.CommandLine.Contains("haggle-agent\nrun\n--home\n", StringComparison.Ordinal)
           select (Path.GetFileName(process.CommandLine.TrimEnd('\n')), process.Id),
    ];

    /// <summary>Kills the server as a crash would, and waits until it is dead.</summary>
    public async Task KillServerAsync()
    {
        var server = ServerProcess.GetValueOrDefault();
        Assert.True(server > 0, "there is no server to kill");
        Processes.Signal(server, Processes.KillAtOnce);
        await Wait.UntilAsync("the server is dead", () => !Processes.IsAlive(server));
    }

    /// <summary>The processes that belong to this folder: server, agents, guards and everything that bears a machine's mark.</summary>
    public IReadOnlyList<Processes.Entry> Living()
    {
        var marks = Directory.Exists(Machines) ? Directory.GetDirectories(Machines).Select(machine => $"HAGGLE_MACHINE={Path.GetFileName(machine)}\n").ToArray() : [];
        return [.. Processes.All().Where(process =>
            process.CommandLine.Contains(_root + "/", StringComparison.Ordinal) || marks.Any(mark => process.Environment.Contains(mark, StringComparison.Ordinal)))];
    }

    /// <summary>Ends the server and checks that no process and no machine is left.</summary>
    public async Task LeavesNothingAsync()
    {
        var live = await AskAsync(RestJson.Default.RunListMessage, "status");
        Assert.True(live.Runs.Length == 0, "still live: " + string.Join(", ", live.Runs.Select(run => $"{run.Id} {run.Phase} {run.Reason}")));
        if (ServerProcess is not null) await OkAsync("server", "stop");
        await Wait.UntilAsync("no process of the state folder lives: " + string.Join('\n', Living().Select(process => process.CommandLine.Replace('\n', ' '))), () => Living().Count == 0);
        if (Directory.Exists(Machines)) Assert.All(Directory.GetDirectories(Machines), machine => Assert.True(File.Exists(Path.Combine(machine, "gone")), machine + " is left over"));
        var log = File.Exists(ServerLog) ? await File.ReadAllTextAsync(ServerLog) : "";
        Assert.DoesNotContain("ran into a bug", log);
        Assert.DoesNotContain("Unhandled exception", log);
    }

    public async ValueTask DisposeAsync()
    {
        if (TestContext.Current.TestState?.Result == TestResult.Failed && File.Exists(ServerLog))
            TestContext.Current.TestOutputHelper?.WriteLine("server.log:\n" + string.Join('\n', (await File.ReadAllLinesAsync(ServerLog)).TakeLast(60)));
        for (var round = 0; round < 20 && Living() is { Count: > 0 } living; round++)
        {
            foreach (var process in living) Processes.Signal(process.Id, Processes.KillAtOnce);
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, CancellationToken.None);
        }

        Directory.Delete(_root, recursive: true);
    }
}
