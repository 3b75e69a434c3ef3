using System.ComponentModel;
using System.Diagnostics;
using Haggle.Agent.Files;
using Haggle.Agent.Views;

namespace Haggle.Agent.Programs;

/// <summary>Starts scripts: each from a file, in a session of its own, with the machine's mark.</summary>
/// <param name="folder">The machine's folder.</param>
/// <param name="token">The machine's mark.</param>
/// <param name="view">How its programs see the files.</param>
/// <param name="imposed">What goes over the task's own environment: the accelerators that were allotted.</param>
internal sealed class Shell(MachineFolder folder, string token, MountView view, IReadOnlyDictionary<string, string> imposed) : IProgramPlace
{
    // A shell dies of SIGTERM at once, while the training that it started is still saving. With this trap it waits for its child and ends with the
    // child's exit code. On the script's own first line, so that the line numbers of its messages stay right. The script may set another trap.
    internal const string Prelude = "trap 'exit $?' TERM; ";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly FileStreamOptions Append =
        new() { Mode = FileMode.Append, Access = FileAccess.Write, Share = FileShare.ReadWrite, UnixCreateMode = OwnerOnly };

    /// <summary>What goes over the task's own environment.</summary>
    public IReadOnlyDictionary<string, string> Imposed => imposed;

    public Task<IRunningProgram> StartAsync(string name, string script, IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken) =>
        Task.FromResult<IRunningProgram>(StartProgram("exec \"$0\" \"$1\" >>\"$2\" 2>&1 </dev/null", [ShellOfMachine(), WriteScript(name, Prelude + script), folder.TaskLog], environment, Streams.OfFiles));

    public Task<IRunningProgram> StartForOutputAsync(string name, string command, IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken) =>
        Task.FromResult<IRunningProgram>(StartProgram("exec \"$0\" \"$1\" 2>&1 </dev/null", [ShellOfMachine(), WriteScript(name, command)], environment, Streams.Output));

    public Task<IRunningProgram> StartForCallerAsync(string name, string command, IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken) =>
        Task.FromResult<IRunningProgram>(StartProgram("exec \"$0\" \"$1\" 2>&1", [ShellOfMachine(), WriteScript(name, command)], environment, Streams.Both));

    public IRunningProgram StartOnTerminal(string name, string? command, string terminal, IReadOnlyDictionary<string, string> environment) => command is null
        ? StartProgram("exec <\"$1\" >\"$1\" 2>&1; exec \"${SHELL:-$0}\" -i", [ShellOfMachine(), terminal], environment, Streams.OfFiles)
        : StartProgram("exec \"$0\" \"$2\" <\"$1\" >\"$1\" 2>&1", [ShellOfMachine(), terminal, WriteScript(name, command)], environment, Streams.OfFiles);

    public string Cause() => "";

    /// <summary>Starts an ssh server for one connection, which is its standard input and output.</summary>
    /// <exception cref="TaskFault">It cannot be started; the message says why.</exception>
    public RunningProgram StartSshd(string program, string configuration, string log) =>
        StartProgram("exec \"$0\" -i -e -f \"$1\" 2>>\"$2\"", [program, configuration, log], new Dictionary<string, string>(), Streams.Both);

    // Never as an argument: everybody on the machine can read those.
    private string WriteScript(string name, string text)
    {
        var path = folder.Script(name);
        try
        {
            using var file = new FileStream(path, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = OwnerOnly });
            using var writer = new StreamWriter(file);
            writer.Write(text);
            writer.Write('\n');
            return path;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new TaskFault($"the script could not be written to {path}: {fault.Message}");
        }
    }

    private static string ShellOfMachine() => Find("bash") ?? Find("sh") ?? throw new TaskFault("there is neither bash nor sh on the PATH of this machine");

    private RunningProgram StartProgram(string command, string[] words, IReadOnlyDictionary<string, string> environment, Streams streams)
    {
        if (Find("setsid") is not { } setsid) throw new TaskFault("there is no setsid on the PATH of this machine; install util-linux");
        var start = new ProcessStartInfo(setsid)
        {
            UseShellExecute = false,
            RedirectStandardInput = streams == Streams.Both,
            RedirectStandardOutput = streams != Streams.OfFiles,
            WorkingDirectory = folder.Work,
        };
        foreach (var argument in (string[])[.. view.Prefix, "sh", "-c", command, .. words]) start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        foreach (var (name, value) in imposed) start.Environment[name] = value;
        start.Environment[MarkedProcesses.Variable] = token;
        try
        {
            Directory.CreateDirectory(folder.Work);
            if (streams == Streams.OfFiles) new FileStream(folder.TaskLog, Append).Dispose();
            return new RunningProgram(Process.Start(start) ?? throw new TaskFault("the shell could not be started"));
        }
        catch (Exception fault) when (fault is Win32Exception or IOException or UnauthorizedAccessException)
        {
            throw new TaskFault($"the shell could not be started in {folder.Work}: {fault.Message}");
        }
    }

    internal static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin")
        .Split(':', StringSplitOptions.RemoveEmptyEntries).Select(place => Path.Combine(place, program)).FirstOrDefault(File.Exists);

    /// <summary>Which of a program's standard streams come to the agent; the others it opens itself.</summary>
    private enum Streams
    {
        OfFiles,
        Output,
        Both,
    }
}
