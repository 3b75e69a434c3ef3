namespace Haggle.Core.Tasks;

/// <summary>Whether a complaint stops the task or only deserves a look.</summary>
public enum ProblemSeverity
{
    /// <summary>The task cannot be run as written.</summary>
    Error,

    /// <summary>The task can be run, but the author probably meant something else.</summary>
    Warning,
}
