using System.Diagnostics;

namespace Haggle.Testbed;

/// <summary>A process that ends with the test that started it, however that ends: a shell between the two waits on a pipe that only the test holds.</summary>
public sealed class KeptProcess : IDisposable
{
    private const string Script = "\"$@\" & child=$!; trap 'kill -9 $child; exit 0' TERM; read -r line; kill -9 $child; wait $child";

    private readonly Process _shell;

    private KeptProcess(Process shell) => _shell = shell;

    /// <summary>Starts a program; what it prints goes to a file.</summary>
    public static KeptProcess Start(string log, IReadOnlyDictionary<string, string> variables, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo("sh") { UseShellExecute = false, RedirectStandardInput = true };
        foreach (var word in (string[])["-c", $"exec >>'{log}' 2>&1\n{Script}", "kept", Tool.Find(program) ?? program, .. arguments]) start.ArgumentList.Add(word);
        foreach (var (name, value) in variables) start.Environment[name] = value;
        return new KeptProcess(Process.Start(start) ?? throw new InvalidOperationException(program + " was not started"));
    }

    /// <summary>Kills it as a crash would, and waits until it is gone.</summary>
    public void Dispose()
    {
        if (!_shell.HasExited) _shell.StandardInput.Close();
        _shell.WaitForExit();
        _shell.Dispose();
    }
}
