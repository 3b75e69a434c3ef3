namespace Haggle.Core.Tasks;

/// <summary>What keeps an idle machine alive.</summary>
public enum AutostopWait
{
    /// <summary>Running jobs and open SSH sessions.</summary>
    JobsAndSsh,

    /// <summary>Running jobs only.</summary>
    Jobs,

    /// <summary>Nothing: the clock runs from the start.</summary>
    None,
}
