namespace Haggle.Wire.Rest;

/// <summary>One complaint about a task file.</summary>
public sealed record CheckedProblem
{
    /// <summary>"error" or "warning".</summary>
    public required string Severity { get; init; }

    /// <summary>One sentence.</summary>
    public required string Message { get; init; }

    /// <summary>Line, from 1; 0 when the complaint is about the whole file.</summary>
    public int Line { get; set; }

    /// <summary>Column, from 1; 0 when the complaint is about a whole line or file.</summary>
    public int Column { get; set; }

    /// <summary>What would work instead; null when not known.</summary>
    public string? Suggestion { get; set; }
}
