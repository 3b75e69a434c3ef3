namespace Haggle.Wire.Rest;

/// <summary>Experience as text, to keep it or to move it: what `haggle experience export` writes and `import` reads.</summary>
public sealed record ExperienceLinesMessage
{
    /// <summary>The lines.</summary>
    public required string Lines { get; init; }
}
