namespace Haggle.Wire.Rest;

/// <summary>A kind of spot market: what was seen of it, and what is believed.</summary>
public sealed record MarketClassMessage
{
    /// <summary>The provider.</summary>
    public required string Provider { get; init; }

    /// <summary>The region; "" where the provider has none.</summary>
    public string Region { get; set; } = "";

    /// <summary>The accelerator; "" for machines without one.</summary>
    public string Accelerator { get; set; } = "";

    /// <summary>Machines that were made.</summary>
    public int Launches { get; set; }

    /// <summary>Launches that found nothing.</summary>
    public int Failures { get; set; }

    /// <summary>Machines that were taken back.</summary>
    public int Reclaims { get; set; }

    /// <summary>Hours that machines were held.</summary>
    public double HeldHours { get; set; }

    /// <summary>How much more often machines are believed to be lost than in all recordings: prior and experience together, what is old counting less.</summary>
    public double Loss { get; set; }

    /// <summary>The share of launches that is believed to find nothing.</summary>
    public double FailureShare { get; set; }

    /// <summary>Where the belief before any experience comes from.</summary>
    public string PriorOrigin { get; set; } = "";
}
