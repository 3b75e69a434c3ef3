using System.Diagnostics;
using System.Text;

namespace Haggle.EndToEnd.Tests;

/// <summary>How a command ended.</summary>
internal sealed record CommandEnd(string What, int Code, string Out, string Error)
{
    /// <summary>Checks the exit code, showing everything that was said when it is another.</summary>
    public CommandEnd Expect(int code)
    {
        Assert.True(Code == code, $"{What}\nended with {Code}, not {code}\n--- out\n{Out}\n--- error\n{Error}");
        return this;
    }
}

/// <summary>A command under test, read while it runs.</summary>
internal sealed class Command : IDisposable
{
    private static readonly TimeSpan LongestCommand = TimeSpan.FromMinutes(8);
    private readonly Process _process;
    private readonly string _what;
    private readonly StringBuilder _out = new();
    private readonly StringBuilder _error = new();
    private readonly Task _reading;

    private Command(Process process, string what)
    {
        (_process, _what) = (process, what);
        _reading = Task.WhenAll(CopyAsync(process.StandardOutput, _out), CopyAsync(process.StandardError, _error));
    }

    public int ProcessId => _process.Id;

    public string Out => Said(_out);

    public string Error => Said(_error);

    /// <summary>Starts a program in a folder with these variables; those of Haggle and of a terminal are taken out of the environment first.</summary>
    public static Command Start(string folder, string program, IEnumerable<string> arguments, params (string Name, string Value)[] environment)
    {
        var words = arguments.ToArray();
        var start = new ProcessStartInfo(program, words)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(IsOfHaggle).ToArray()) start.Environment.Remove(name);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        var process = Process.Start(start) ?? throw new InvalidOperationException("not started: " + program);
        process.StandardInput.Close();
        return new Command(process, string.Join(' ', words.Prepend(program)));
    }

    public async Task<CommandEnd> EndAsync()
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(LongestCommand);
        try
        {
            await _process.WaitForExitAsync(patience.Token);
            await _reading.WaitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"{_what}\nhas not ended\n--- out\n{Out}\n--- error\n{Error}");
        }

        return new CommandEnd(_what, _process.ExitCode, Out, Error);
    }

    /// <summary>Waits until the command has said something, on either stream.</summary>
    public Task SaysAsync(string text) => Wait.UntilAsync(
        $"{_what} says '{text}'",
        () => Out.Contains(text, StringComparison.Ordinal) || Error.Contains(text, StringComparison.Ordinal)
            || (_process.HasExited && _reading.IsCompleted ? throw new InvalidOperationException($"{_what} ended without saying '{text}':\n{Out}\n{Error}") : false));

    public void Signal(int signal) => Processes.Signal(_process.Id, signal);

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private static async Task CopyAsync(StreamReader from, StringBuilder to)
    {
        var buffer = new char[4096];
        int read;
        while ((read = await from.ReadAsync(buffer)) > 0)
        {
            lock (to) to.Append(buffer, 0, read);
        }
    }

    private static string Said(StringBuilder text)
    {
        lock (text) return text.ToString();
    }

    private static bool IsOfHaggle(string name) =>
        name.StartsWith("HAGGLE_", StringComparison.Ordinal) || name.StartsWith("SKYPILOT_", StringComparison.Ordinal) || name is "CHARLM_CORPUS" or "NO_COLOR" or "COLUMNS" or "CI";
}
