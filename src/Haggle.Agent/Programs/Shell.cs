using System.ComponentModel;
using System.Diagnostics;
using Haggle.Agent.Files;
using Haggle.Agent.Views;

namespace Haggle.Agent.Programs;

/// <summary>Starts scripts: each from a file, in a session of its own, with the machine's mark.</summary>
internal sealed class Shell(MachineFolder folder, string token, MountView view) : IProgramPlace
{
    // A shell dies of SIGTERM at once, while the training that it started is still saving. With this trap it waits for its child and ends with the
    // child's exit code. On the script's own first line, so that the line numbers of its messages stay right. The script may set another trap.
    internal const string Prelude = "trap 'exit $?' TERM; ";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly FileStreamOptions Append =
        new() { Mode = FileMode.Append, Access = FileAccess.Write, Share = FileShare.ReadWrite, UnixCreateMode = OwnerOnly };

    public Task<IRunningProgram> StartAsync(string name, string script, IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken) =>
        Task.FromResult(StartScript(WriteScript(name, Prelude + script), "exec \"$0\" \"$1\" >>\"$2\" 2>&1 </dev/null", environment, toUs: false));

    public Task<IRunningProgram> StartForOutputAsync(string name, string command, IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken) =>
        Task.FromResult(StartScript(WriteScript(name, command), "exec \"$0\" \"$1\" 2>&1 </dev/null", environment, toUs: true));

    public string Cause() => "";

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

    private IRunningProgram StartScript(string script, string command, IReadOnlyDictionary<string, string> environment, bool toUs)
    {
        var shell = Find("bash") ?? Find("sh") ?? throw new TaskFault("there is neither bash nor sh on the PATH of this machine");
        if (Find("setsid") is not { } setsid) throw new TaskFault("there is no setsid on the PATH of this machine; install util-linux");
        var start = new ProcessStartInfo(setsid) { UseShellExecute = false, RedirectStandardOutput = toUs, WorkingDirectory = folder.Work };
        foreach (var argument in (string[])[.. view.Prefix, "sh", "-c", command, shell, script, folder.TaskLog]) start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        start.Environment[MarkedProcesses.Variable] = token;
        try
        {
            Directory.CreateDirectory(folder.Work);
            if (!toUs) new FileStream(folder.TaskLog, Append).Dispose();
            return new RunningProgram(Process.Start(start) ?? throw new TaskFault("the shell could not be started"));
        }
        catch (Exception fault) when (fault is Win32Exception or IOException or UnauthorizedAccessException)
        {
            throw new TaskFault($"the shell could not be started in {folder.Work}: {fault.Message}");
        }
    }

    private static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin")
        .Split(':', StringSplitOptions.RemoveEmptyEntries).Select(place => Path.Combine(place, program)).FirstOrDefault(File.Exists);
}
