using System.ComponentModel;
using System.Diagnostics;
using Haggle.Agent.Programs;

namespace Haggle.Agent.Containers;

/// <summary>Runs programs of the machine (docker, podman, nvidia-smi) to their end. Secrets go through files or pipes, never through words.</summary>
internal static class EngineCall
{
    /// <summary>Runs one; null when there is no such program.</summary>
    /// <param name="program">The program.</param>
    /// <param name="words">Its arguments.</param>
    /// <param name="limit">How long it may take: a daemon that hangs must not hang the machine.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Gives up and ends it.</param>
    /// <param name="environment">Further variables.</param>
    /// <exception cref="TaskFault">It did not end in time.</exception>
    public static async Task<EngineAnswer?> RunAsync(
        string program, IReadOnlyList<string> words, TimeSpan limit, TimeProvider time, CancellationToken cancellationToken, IReadOnlyDictionary<string, string>? environment = null)
    {
        using var process = Start(program, words, environment);
        if (process is null) return null;
        using var late = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync(either.Token);
            var error = process.StandardError.ReadToEndAsync(either.Token);
            await process.WaitForExitAsync(either.Token);
            return new EngineAnswer(process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TaskFault($"'{Path.GetFileName(program)} {words[0]}' did not end within {limit.TotalSeconds:0} s; is its service stuck?");
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    /// <summary>Starts one with all its streams in the agent's hands; null when there is no such program.</summary>
    public static Process? Start(string program, IReadOnlyList<string> words, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(program, words) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        try
        {
            return Process.Start(start);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
