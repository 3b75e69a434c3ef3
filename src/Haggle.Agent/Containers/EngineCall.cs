using Haggle.Agent.Programs;

namespace Haggle.Agent.Containers;

/// <summary>Commands of container engines.</summary>
internal static class EngineCall
{
    /// <summary>Runs one to its end; null when there is no such program.</summary>
    /// <inheritdoc cref="ProgramCall.RunAsync"/>
    /// <exception cref="TaskFault">It did not end in time.</exception>
    public static async Task<EngineAnswer?> RunAsync(
        string program, IReadOnlyList<string> words, TimeSpan limit, TimeProvider time, CancellationToken cancellationToken, IReadOnlyDictionary<string, string>? environment = null)
    {
        try
        {
            return await ProgramCall.RunAsync(program, words, limit, time, cancellationToken, environment) is { } end ? new EngineAnswer(end.Code, end.Output, end.Error) : null;
        }
        catch (TimeoutException late)
        {
            throw new TaskFault(late.Message + "; is its service stuck?");
        }
    }
}
