namespace Haggle.Wire.Rest;

/// <summary>One machine on a bill.</summary>
public sealed record BillLineMessage
{
    /// <summary>The attempt.</summary>
    public int Epoch { get; set; }

    /// <summary>The node's number.</summary>
    public int Rank { get; set; }

    /// <summary>The provider's name of the machine; "" when it was never made.</summary>
    public string Machine { get; set; } = "";

    /// <summary>The offer's key.</summary>
    public string Offer { get; set; } = "";

    /// <summary>How the offer is bought.</summary>
    public string Purchase { get; set; } = "";

    /// <summary>The last rate: one hour of the offer's time.</summary>
    public long RateNanoUsdPerHour { get; set; }

    /// <summary>Since when it is billed; null when nothing is.</summary>
    public DateTimeOffset? From { get; set; }

    /// <summary>Until when; null while it goes on.</summary>
    public DateTimeOffset? To { get; set; }

    /// <summary>The time that is billed, by the offer's rule, in seconds of the offer's time.</summary>
    public double BilledSeconds { get; set; }

    /// <summary>What it costs.</summary>
    public long CostNanoUsd { get; set; }

    /// <summary>Why the attempt ended (see <see cref="AttemptMessage.End"/>); "" while it goes on.</summary>
    public string End { get; set; } = "";
}
