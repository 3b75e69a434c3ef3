using System.Collections.Immutable;
using System.Globalization;
using Haggle.Core.Tasks;

namespace Haggle.TaskFiles.Source;

/// <summary>Collects what is wrong with one file: each thing once, in the order of the file, and never more than anybody would read.</summary>
internal sealed class Complaints(string file)
{
    /// <summary>Beyond this a file is not a task file with mistakes but something else.</summary>
    public const int Most = 100;

    private readonly HashSet<Problem> _seen = [];
    private int _left;

    /// <summary>Whether further complaints are only counted, so that nothing costly need be done for them.</summary>
    public bool IsFull => _seen.Count >= Most;

    public bool HasErrors { get; private set; }

    public void Error(int line, int column, string message, string? suggestion = null) =>
        Add(new Problem(ProblemSeverity.Error, message, file, line, column, suggestion));

    public void Warning(int line, int column, string message, string? suggestion = null) =>
        Add(new Problem(ProblemSeverity.Warning, message, file, line, column, suggestion));

    public void WholeFile(string message, string? suggestion = null) => Error(0, 0, message, suggestion);

    public ImmutableArray<Problem> ToProblems()
    {
        var problems = _seen.OrderBy(problem => problem.Line).ThenBy(problem => problem.Column).ToList();
        if (_left > 0)
        {
            var rest = string.Create(CultureInfo.InvariantCulture, $"{_left} more problems are not shown");
            problems.Add(new Problem(ProblemSeverity.Error, rest, file, 0, 0, "repair the ones above first"));
        }

        return [.. problems];
    }

    private void Add(Problem problem)
    {
        HasErrors |= problem.IsError;
        if (_seen.Count < Most) _seen.Add(problem);
        else if (!_seen.Contains(problem)) _left++;
    }
}
