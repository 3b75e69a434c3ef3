using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Threading.Channels;

namespace Haggle.Examples.Tests;

/// <summary>A training program under test: started as the agent would, read line by line, signalled at a chosen step.</summary>
internal sealed class Training : IDisposable
{
    private static readonly TimeSpan PatienceMax = TimeSpan.FromSeconds(60);
    private readonly Process _process;
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly Task _reading;
    private readonly Task<string> _complaints;

    private Training(Process process)
    {
        _process = process;
        _complaints = process.StandardError.ReadToEndAsync();
        _reading = ReadAsync();
    }

    /// <summary>Every line of standard output seen so far.</summary>
    public List<string> Output { get; } = [];

    public static Training Start(string folder, string program, IEnumerable<string> arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(IsForTasks).ToArray()) start.Environment.Remove(name);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return new Training(Process.Start(start) ?? throw new InvalidOperationException("not started: " + program));
    }

    /// <summary>Waits until the program reported this step or a later one.</summary>
    public async Task ReachAsync(int step)
    {
        using var patience = new CancellationTokenSource(PatienceMax);
        while (await _lines.Reader.WaitToReadAsync(patience.Token))
        {
            while (_lines.Reader.TryRead(out var line))
            {
                if (StepOf(line) >= step) return;
            }
        }

        Assert.Fail($"the program ended before step {step}:\n{string.Join('\n', Output)}\n{await _complaints}");
    }

    public void Signal(int signal) => Assert.Equal(0, Kill(_process.Id, signal));

    /// <summary>Waits for the end; returns the exit code and what was said on standard error.</summary>
    public async Task<(int Code, string Complaints)> EndAsync()
    {
        using var patience = new CancellationTokenSource(PatienceMax);
        await _process.WaitForExitAsync(patience.Token);
        await _reading;
        return (_process.ExitCode, await _complaints);
    }

    /// <summary>Waits for a good end and returns the result: everything from the first line that starts with "final".</summary>
    public async Task<string> ResultAsync()
    {
        var (code, complaints) = await EndAsync();
        Assert.True(code == 0, $"exit code {code}\n{string.Join('\n', Output)}\n{complaints}");
        return string.Join('\n', Output.SkipWhile(line => !line.StartsWith("final", StringComparison.Ordinal)));
    }

    /// <summary>The step of a progress line, or -1.</summary>
    public static int StepOf(string line) => Number(line, "step") is { } step ? (int)step : -1;

    /// <summary>A number of a progress line, or null.</summary>
    public static double? Number(string line, string key) =>
        line.StartsWith("::haggle progress ", StringComparison.Ordinal)
        && line.Split(' ').FirstOrDefault(word => word.StartsWith(key + "=", StringComparison.Ordinal)) is { } word
            ? double.Parse(word[(key.Length + 1)..], CultureInfo.InvariantCulture)
            : null;

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            Output.Add(line);
            _lines.Writer.TryWrite(line);
        }

        _lines.Writer.Complete();
    }

    private static bool IsForTasks(string name) =>
        name.StartsWith("HAGGLE_", StringComparison.Ordinal) || name.StartsWith("SKYPILOT_", StringComparison.Ordinal) || name == "CHARLM_CORPUS";

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}
