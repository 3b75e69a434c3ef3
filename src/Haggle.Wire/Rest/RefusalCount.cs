namespace Haggle.Wire.Rest;

/// <summary>How many offers do not fit for one reason.</summary>
public sealed record RefusalCount
{
    /// <summary>How many.</summary>
    public required int Offers { get; init; }

    /// <summary>Why ("fewer than 80 GiB of GPU memory").</summary>
    public required string Reason { get; init; }
}
