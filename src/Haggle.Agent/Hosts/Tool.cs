using Haggle.Agent.Programs;

namespace Haggle.Agent.Hosts;

/// <summary>Asks the programs of this computer. Each has a limit: a driver that hangs must not hang the question with it.</summary>
internal static class Tool
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    // Numbers with points and messages in English, whatever the user's language.
    private static readonly Dictionary<string, string> Plain = new() { ["LC_ALL"] = "C" };

    public static async Task<ToolEnd> AskAsync(TimeProvider time, CancellationToken cancellationToken, params string[] words)
    {
        try
        {
            return await ProgramCall.RunAsync(words[0], words[1..], Limit, time, cancellationToken, Plain) is { } end
                ? new ToolEnd(end.Code, end.Output, end.Error)
                : new ToolEnd(null, "", $"there is no program {words[0]}") { IsMissing = true };
        }
        catch (TimeoutException late)
        {
            return new ToolEnd(null, "", late.Message);
        }
    }
}
