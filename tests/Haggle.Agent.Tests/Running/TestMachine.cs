using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Text;
using System.Text.Json;
using Haggle.Agent.Programs;
using Haggle.Wire.Agent;

[assembly: SupportedOSPlatform("linux")]

// These tests wait for processes far more than they compute.
[assembly: CollectionBehavior(MaxParallelThreads = 6)]

namespace Haggle.Agent.Tests.Running;

/// <summary>A machine with a real agent process, in a temporary folder.</summary>
internal sealed class TestMachine : IAsyncDisposable
{
    public const string Key = "the-key-of-this-machine";

    // Long enough for a busy build machine; a test that waits so long has failed.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process agent;
    private readonly bool ownsRoot;
    private AgentLine? line;

    public TestMachine(int epoch = 3, double lease = 60, string? root = null, Action<string>? prepare = null, string? token = null, ReadOnlyMemory<byte> configured = default,
        IReadOnlyDictionary<string, string>? environment = null)
    {
        Root = root ?? Path.Combine(Path.GetTempPath(), "haggle-agent-" + Guid.NewGuid().ToString("n")[..12]);
        ownsRoot = root is null;
        Epoch = epoch;
        Token = token ?? "test-" + Guid.NewGuid().ToString("n")[..12];
        Home = Path.Combine(Root, "m-" + Token);
        Directory.CreateDirectory(Home);
        var configuration = new AgentConfiguration { Token = Token, Epoch = epoch, Key = Key, FirstLeaseSeconds = lease };
        File.WriteAllBytes(In("agent.json"), configured.Length > 0 ? configured.ToArray() : JsonSerializer.SerializeToUtf8Bytes(configuration, AgentJson.Default.AgentConfiguration));
        prepare?.Invoke(Home);
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "haggle-agent")) { UseShellExecute = false };
        start.ArgumentList.Add("run");
        start.ArgumentList.Add("--home");
        start.ArgumentList.Add(Home);
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        start.Environment[MarkedProcesses.Variable] = Token;
        agent = Process.Start(start)!;
    }

    public string Root { get; }

    public string Home { get; }

    public string Token { get; }

    public int Epoch { get; }

    public int AgentId => agent.Id;

    public string Store => Path.Combine(Root, "store");

    public string In(string name) => Path.Combine(Home, name);

    public string Log => File.Exists(In("task.log")) ? File.ReadAllText(In("task.log")) : "";

    public static async Task Until(Func<bool> condition, string what)
    {
        var began = Stopwatch.GetTimestamp();
        while (!condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(began) < Patience, $"waited in vain until {what}");
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, CancellationToken.None);
        }
    }

    public async Task<Stream> OpenAsync()
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await Until(() => TryConnect(socket, In("agent.sock")), "the agent listens");
        return new NetworkStream(socket, ownsSocket: true);
    }

    public AgentRequest Request(string type) => new() { Type = type, Key = Key, Epoch = Epoch };

    public OrderMessage Order(string stage, string run = "", string setup = "", string? id = null) => new()
    {
        Id = id ?? stage,
        Stage = stage,
        Setup = setup,
        Run = run,
        CheckpointPath = "ckpt",
        CheckpointEverySeconds = 0.1,
        CheckpointKeep = 3,
        CheckpointStore = Store,
        GraceSeconds = 5,
    };

    public async Task<AgentReply> AskAsync(AgentRequest request)
    {
        line ??= new AgentLine(await OpenAsync());
        await line.WriteAsync(request, AgentJson.Default.AgentRequest, Limit());
        return await line.ReadAsync(AgentJson.Default.AgentReply, Limit()) ?? throw new EndOfStreamException();
    }

    public async Task<StateMessage> CallAsync(OrderMessage? order = null, double lease = 60)
    {
        var reply = await AskAsync(Request("call") with { LeaseSeconds = lease, Order = order });
        Assert.Equal("", reply.Error);
        return reply.State!;
    }

    public async Task<StateMessage> WaitAsync(Func<StateMessage, bool> condition, string what)
    {
        var began = Stopwatch.GetTimestamp();
        long seen = 0;
        while (true)
        {
            var reply = await AskAsync(Request("call") with { LeaseSeconds = 60, Seen = seen, WaitSeconds = 1 });
            if (condition(reply.State!)) return reply.State!;
            seen = reply.Mark;
            var state = JsonSerializer.Serialize(reply, AgentJson.Default.AgentReply);
            Assert.True(Stopwatch.GetElapsedTime(began) < Patience, $"waited in vain until {what}: {state}\n{Log}");
        }
    }

    public Task<StateMessage> EndedAsync() => WaitAsync(s => s.Phase == "ended", "the program is over");

    public async Task<StateMessage> RunAsync(string script) => await RunAsync(Order("run", script));

    /// <summary>Runs a script, and does something meanwhile.</summary>
    public async Task<StateMessage> RunAsync(string script, Func<Task> meanwhile)
    {
        await CallAsync(Order("run", script));
        await meanwhile();
        return await EndedAsync();
    }

    public async Task<StateMessage> RunAsync(OrderMessage order)
    {
        await CallAsync(order);
        return await EndedAsync();
    }

    public async Task<byte[]> LogAsync(long offset, long length, AgentLine over)
    {
        await over.WriteAsync(Request("log") with { Offset = offset, Length = length }, AgentJson.Default.AgentRequest, Limit());
        var reply = await over.ReadAsync(AgentJson.Default.AgentReply, Limit());
        var bytes = new byte[reply!.Length];
        for (var at = 0; at < bytes.Length;) at += await over.ReadBytesAsync(bytes.AsMemory(at), Limit());
        return bytes;
    }

    public async Task<string> ExecAsync(string command)
    {
        await using var over = new AgentLine(await OpenAsync());
        await over.WriteAsync(Request("exec") with { Text = command }, AgentJson.Default.AgentRequest, Limit());
        var output = new StringBuilder();
        while (await over.ReadAsync(AgentJson.Default.AgentReply, Limit()) is { AtEnd: false } reply)
        {
            var bytes = new byte[reply.Length];
            for (var at = 0; at < bytes.Length;) at += await over.ReadBytesAsync(bytes.AsMemory(at), Limit());
            output.Append(Encoding.UTF8.GetString(bytes));
        }

        return output.ToString();
    }

    public void Kill(int signal = 9) => Native.Signal(agent.Id, signal);

    public async Task<MachineEnded> GoneAsync()
    {
        await agent.WaitForExitAsync(Limit());
        await Until(() => File.Exists(In("ended.json")), "ended.json is there");
        await Until(() => Processes().Count == 0, "no process of the machine is left");
        return JsonSerializer.Deserialize(File.ReadAllBytes(In("ended.json")), AgentJson.Default.MachineEnded)!;
    }

    public List<int> Processes() => new MarkedProcesses(Token).Find();

    public string[] Checkpoints() => Directory.Exists(Store)
        ? [.. Directory.GetDirectories(Store).Select(d => Path.GetFileName(d)).Where(d => !d.Contains("tmp", StringComparison.Ordinal)).Order(StringComparer.Ordinal)]
        : [];

    public async ValueTask DisposeAsync()
    {
        if (line is not null) await line.DisposeAsync();
        new MarkedProcesses(Token).KillAll();
        await agent.WaitForExitAsync(Limit());
        agent.Dispose();
        Directory.Delete(ownsRoot ? Root : Home, recursive: true);
    }

    public static CancellationToken Limit() => new CancellationTokenSource(Patience).Token;

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static bool TryConnect(Socket socket, string path)
    {
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(path));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
