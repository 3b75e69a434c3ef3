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
