namespace Haggle.Wire.Rest;

/// <summary>Every answer that is not a success.</summary>
public sealed record ErrorMessage
{
    /// <summary>What went wrong.</summary>
    public required ErrorDetail Error { get; init; }
}
