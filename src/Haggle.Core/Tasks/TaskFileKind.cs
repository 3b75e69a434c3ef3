namespace Haggle.Core.Tasks;

/// <summary>How the tasks of a file belong together.</summary>
public enum TaskFileKind
{
    /// <summary>One task.</summary>
    Single,

    /// <summary>Several tasks, one after another.</summary>
    Pipeline,

    /// <summary>Several tasks at the same time.</summary>
    JobGroup,
}
