using System.Globalization;
using System.Net.Sockets;
using System.Reflection;
using System.Text.Json;
using Haggle.Agent.Allotments;
using Haggle.Agent.Files;
using Haggle.Agent.Hosts;
using Haggle.Agent.Programs;
using Haggle.Agent.Views;
using Haggle.Wire.Agent;

namespace Haggle.Agent;

/// <summary>The command line of the agent.</summary>
internal static class AgentCommand
{
    private const int Done = 0;
    private const int Fault = 1;
    private const int Usage = 2;
    private const double MostNoticeSeconds = 86_400;

    private const string Help = $"""
        haggle-agent: runs one task on one machine, saves its checkpoints, and ends the machine when nobody needs it.

          haggle-agent run --home DIR       serve the machine whose folder is DIR (agent.json must be there)
          haggle-agent run --home DIR --notice SECONDS
                                            the same where SIGTERM means that the machine is taken away so many seconds
                                            later: a cluster's preemption, or its time limit
          haggle-agent connect --home DIR   join standard input and output to the agent of DIR
          haggle-agent can-mount DIR PLACE SOURCE ...
                                            say whether file_mounts work here that bring SOURCE to PLACE (~/x or /x);
                                            DIR: a folder that must not be hidden
        {HostCommand.Help}
          haggle-agent --version
          haggle-agent --help
        """;

    public static async Task<int> RunAsync(string[] arguments)
    {
        switch (arguments)
        {
            case ["--version"]:
                Console.WriteLine(Version());
                return Done;
            case ["--help" or "-h" or "help"]:
                Console.WriteLine(Help);
                return Done;
            case ["run", "--home", var home]:
                return await ServeAsync(new MachineFolder(home), notice: null);
            case ["run", "--home", var home, "--notice", var text] when double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds > 0:
                return await ServeAsync(new MachineFolder(home), TimeSpan.FromSeconds(Math.Min(seconds, MostNoticeSeconds)));
            case ["host", .. var words]:
                return await HostCommand.RunAsync(words, Version(), TimeProvider.System, CancellationToken.None);
            case ["can-mount", var own, .. var pairs] when pairs.Length % 2 == 0:
                return await CanMountAsync(own, pairs);
            case ["connect", "--home", var home]:
                return await ConnectAsync(new MachineFolder(home));
            default:
                return Fail(Usage, "this is not a command of the agent; haggle-agent --help lists them");
        }
    }

    private static async Task<int> ServeAsync(MachineFolder folder, TimeSpan? notice)
    {
        AgentConfiguration configuration;
        try
        {
            configuration = JsonSerializer.Deserialize(File.ReadAllBytes(folder.Configuration), AgentJson.Default.AgentConfiguration) ?? throw new JsonException("it is empty");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or JsonException)
        {
            return Fail(Usage, $"{folder.Configuration} cannot be read: {fault.Message}");
        }

        if (File.Exists(folder.Ended)) return Fail(Fault, $"this machine has ended, {folder.Ended} says when and why; make another one");
        try
        {
            Directory.SetCurrentDirectory(folder.Home);
            using var only = new FileStream(folder.Lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            await new AgentHost(folder, configuration, notice, TimeProvider.System).RunAsync();
            return Done;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or SocketException or System.ComponentModel.Win32Exception or AllotmentFault)
        {
            return Fail(Fault, $"the agent cannot serve {folder.Home}: {fault.Message}");
        }
    }

    private static async Task<int> ConnectAsync(MachineFolder folder)
    {
        try
        {
            Directory.SetCurrentDirectory(folder.Home);
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(MachineFolder.Socket));
            await using var stream = new NetworkStream(socket);
            await using var input = Console.OpenStandardInput();
            await using var output = Console.OpenStandardOutput();
            var up = input.CopyToAsync(stream);
            var down = stream.CopyToAsync(output);
            // The caller's end of input ends nothing: the answer may still be on its way.
            if (await Task.WhenAny(up, down) == up) socket.Shutdown(SocketShutdown.Send);
            await down;
            return Done;
        }
        catch (Exception fault) when (fault is IOException or SocketException)
        {
            return Fail(Fault, $"no agent answers in {folder.Home}: {fault.Message}");
        }
    }

    private static async Task<int> CanMountAsync(string own, string[] pairs)
    {
        try
        {
            var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
            await MountView.CheckAsync([.. pairs.Chunk(2).Select(pair => new OutsideMount(pair[0], MountView.Place(pair[0], home), pair[1]))], own, CancellationToken.None);
            return Done;
        }
        catch (TaskFault fault)
        {
            Console.Error.WriteLine(fault.Message);
            return Fault;
        }
    }

    private static string Version() =>
        typeof(AgentCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    private static int Fail(int code, string message)
    {
        Console.Error.WriteLine($"haggle-agent: {message}");
        return code;
    }
}
