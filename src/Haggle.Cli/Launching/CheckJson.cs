using Haggle.Cli.Render;
using Haggle.TaskFiles;
using Haggle.Wire.Rest;

namespace Haggle.Cli.Launching;

/// <summary>What was found in task files, as JSON.</summary>
internal static class CheckJson
{
    public static string Of(IEnumerable<TaskReading> readings) =>
        JsonText.Of(new CheckMessage { Files = [.. readings.Select(File)] }, RestJson.Default.CheckMessage);

    private static CheckedFile File(TaskReading reading) => new()
    {
        File = reading.FileName,
        IsGood = reading.IsGood,
        Problems = [.. reading.Problems.Select(problem => new CheckedProblem
        {
            Severity = problem.IsError ? "error" : "warning",
            Message = problem.Message,
            Line = problem.Line,
            Column = problem.Column,
            Suggestion = problem.Suggestion,
        })],
        NotActedOn = [.. reading.NotActedOn.Select(field => field.Path)],
    };
}
