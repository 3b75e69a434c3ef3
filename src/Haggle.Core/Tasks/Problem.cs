using System.Globalization;

namespace Haggle.Core.Tasks;

/// <summary>A located complaint about what a user wrote: one sentence that says what is wrong, and where there is one, what to write instead.</summary>
/// <param name="Severity">Whether the task can still be run.</param>
/// <param name="Message">One sentence, no line breaks, never a secret value.</param>
/// <param name="File">The file as the user named it.</param>
/// <param name="Line">Line, counted from 1; 0 when the complaint is about the whole file.</param>
/// <param name="Column">Column in characters, counted from 1; 0 when the complaint is about a whole line or file.</param>
/// <param name="Suggestion">What would work instead, when it is known; otherwise null.</param>
public sealed record Problem(ProblemSeverity Severity, string Message, string File, int Line, int Column, string? Suggestion = null)
{
    /// <summary>Whether the task cannot be run as written.</summary>
    public bool IsError => Severity == ProblemSeverity.Error;

    /// <summary>Writes the complaint as compilers do: "task.yaml:3:7: error: message (suggestion)".</summary>
    public override string ToString()
    {
        var place = (Line, Column) switch
        {
            (0, _) => File,
            (_, 0) => string.Create(CultureInfo.InvariantCulture, $"{File}:{Line}"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{File}:{Line}:{Column}"),
        };
        var text = $"{place}: {(IsError ? "error" : "warning")}: {Message}";
        return Suggestion is null ? text : $"{text} ({Suggestion})";
    }
}
