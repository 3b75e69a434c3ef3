namespace Haggle.Wire.Rest;

/// <summary>What `haggle check --json` writes; no address answers it.</summary>
public sealed record CheckMessage
{
    /// <summary>The files, in the order in which they were named.</summary>
    public CheckedFile[] Files { get; set; } = [];
}
