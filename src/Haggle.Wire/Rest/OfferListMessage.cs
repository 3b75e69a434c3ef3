namespace Haggle.Wire.Rest;

/// <summary>GET /v1/offers, and `haggle offers --json`.</summary>
public sealed record OfferListMessage
{
    /// <summary>The clock of whoever answers: prices are so old as their as_of lies before it.</summary>
    public DateTimeOffset Now { get; set; }

    /// <summary>The offers, the best first.</summary>
    public OfferMessage[] Offers { get; set; } = [];

    /// <summary>How many fit before only each provider's best, or the first ones, were taken.</summary>
    public int Fitting { get; set; }

    /// <summary>How many offers of those accelerators there are.</summary>
    public int Looked { get; set; }

    /// <summary>What removed the others, in the order of the filters.</summary>
    public RefusalCount[] Removed { get; set; } = [];
}
