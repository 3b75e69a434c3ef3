namespace Haggle.Wire.Rest;

/// <summary>What was found in one task file.</summary>
public sealed record CheckedFile
{
    /// <summary>The file as it was named.</summary>
    public required string File { get; init; }

    /// <summary>Whether it can be run as written.</summary>
    public bool IsGood { get; set; }

    /// <summary>Everything wrong or odd, in the order of the file.</summary>
    public CheckedProblem[] Problems { get; set; } = [];

    /// <summary>Fields that are accepted and not acted on by this version.</summary>
    public string[] NotActedOn { get; set; } = [];
}
