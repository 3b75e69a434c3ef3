using System.ComponentModel;
using System.Diagnostics;

namespace Haggle.Agent.Programs;

/// <summary>Runs programs of the machine to their end. Secrets go through files or pipes, never through words.</summary>
internal static class ProgramCall
{
    /// <summary>Runs one; null when there is no such program.</summary>
    /// <param name="program">The program.</param>
    /// <param name="words">Its arguments.</param>
    /// <param name="limit">How long it may take: a service that hangs must not hang the machine.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Gives up and ends it.</param>
    /// <param name="environment">Further variables.</param>
    /// <exception cref="TimeoutException">It did not end in time, and was ended with all that it had started.</exception>
    public static async Task<(int Code, string Output, string Error)?> RunAsync(
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
            return (process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"'{Path.GetFileName(program)} {(words.Count > 0 ? words[0] : "")}' did not end within {limit.TotalSeconds:0} s");
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
