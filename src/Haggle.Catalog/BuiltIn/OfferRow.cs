namespace Haggle.Catalog.BuiltIn;

/// <summary>One row of <c>data/offers.json</c>: an offer's facts with one or two prices, each row with its source and date.</summary>
internal sealed record OfferRow
{
    public required string Provider { get; init; }

    public required string Region { get; init; }

    public required string InstanceType { get; init; }

    public required string Accelerator { get; init; }

    public required double AcceleratorCount { get; init; }

    public required double AcceleratorMemoryGib { get; init; }

    public required double Vcpus { get; init; }

    public required double MemoryGib { get; init; }

    /// <summary>How time is counted: "second", "second-minute-minimum" or "hour".</summary>
    public required string Billing { get; init; }

    /// <summary>"on-demand" or "spot".</summary>
    public required string Purchase { get; init; }

    public required string UsdPerHour { get; init; }

    public required string Source { get; init; }

    public required string AsOf { get; init; }
}
