using System.Collections.Immutable;
using Haggle.Core.Tasks;
using Haggle.TaskFiles.Source;

namespace Haggle.TaskFiles;

/// <summary>What came out of reading one task file: the tasks, or every problem at once.</summary>
public sealed record TaskReading
{
    /// <summary>The file as the user named it.</summary>
    public required string FileName { get; init; }

    /// <summary>What the file says; null when there is an error among the problems.</summary>
    public TaskFile? TaskFile { get; init; }

    /// <summary>Everything wrong or odd, in the order of the file.</summary>
    public ImmutableArray<Problem> Problems { get; init; } = [];

    /// <summary>The fields that the file uses, in its order.</summary>
    public ImmutableArray<FieldUse> Fields { get; init; } = [];

    /// <summary>The fields that are accepted and checked, but that this version does nothing with.</summary>
    public IEnumerable<FieldUse> NotActedOn => Fields.Where(use => !use.IsActedOn);

    /// <summary>Whether the file can be run as written.</summary>
    public bool IsGood => TaskFile is not null;

    internal SourceText? Source { get; init; }

    /// <summary>Values that no report may show.</summary>
    internal ImmutableHashSet<string> Hidden { get; init; } = [];

    /// <summary>Where a field was written, for problems that are found later ("the budget is below any offer"); null when the file does not give it.</summary>
    /// <param name="task">Index of the task in the file.</param>
    /// <param name="path">The field, as in "budget" or "resources.accelerators".</param>
    public FieldUse? Locate(int task, string path) => Fields.FirstOrDefault(use => use.Task == task && use.Path == path);

    /// <summary>A problem of a field that was found after reading, located as well as the file allows.</summary>
    public Problem ProblemAt(int task, string path, string message, string? suggestion = null)
    {
        var place = Locate(task, path);
        return new Problem(ProblemSeverity.Error, message, FileName, place?.Line ?? 0, place?.Column ?? 0, suggestion);
    }
}
