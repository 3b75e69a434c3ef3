using System.ComponentModel;
using System.Diagnostics;

namespace Haggle.Agent.Hosts;

/// <summary>What came of asking a program of this computer.</summary>
/// <param name="Code">Its exit code; null when it is not there or did not end in time.</param>
/// <param name="Output">What it wrote.</param>
/// <param name="Error">What it complained of.</param>
internal sealed record ToolEnd(int? Code, string Output, string Error)
{
    /// <summary>Whether there is no such program.</summary>
    public bool IsMissing { get; init; }

    /// <summary>The first line of what it said last, for people.</summary>
    public string Complaint => (Error.Trim().Length > 0 ? Error : Output).Trim().Split('\n')[0].Trim();
}

/// <summary>Asks the programs of this computer. Each has a limit: a driver that hangs must not hang the question with it.</summary>
internal static class Tool
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    public static async Task<ToolEnd> AskAsync(TimeProvider time, CancellationToken cancellationToken, params string[] words)
    {
        var start = new ProcessStartInfo(words[0]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var word in words.AsSpan(1)) start.ArgumentList.Add(word);
        // Numbers with points and messages in English, whatever the user's language.
        start.Environment["LC_ALL"] = "C";
        Process process;
        try
        {
            process = Process.Start(start) ?? throw new InvalidOperationException("a program that is no file was started");
        }
        catch (Win32Exception fault)
        {
            return new ToolEnd(null, "", fault.Message) { IsMissing = true };
        }

        using (process)
        {
            using var limit = new CancellationTokenSource(Limit, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
            try
            {
                process.StandardInput.Close();
                var output = process.StandardOutput.ReadToEndAsync(either.Token);
                var error = process.StandardError.ReadToEndAsync(either.Token);
                await process.WaitForExitAsync(either.Token);
                return new ToolEnd(process.ExitCode, await output, await error);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                process.Kill(entireProcessTree: true);
                return new ToolEnd(null, "", $"{words[0]} did not answer within {Limit.TotalSeconds:0} s");
            }
        }
    }
}
