namespace Haggle.Core.Policy.Experience;

/// <summary>What is assumed of a class of spot markets before anything was seen of it, against the mean of all recordings.</summary>
/// <param name="Provider">The provider; "" for any.</param>
/// <param name="Accelerator">The accelerator; "" for any.</param>
/// <param name="Region">The beginning of the region's name; "" for any.</param>
/// <param name="Loss">How much more often machines are lost than in all recordings together.</param>
/// <param name="Comeback">How much sooner spot is back.</param>
/// <param name="Origin">Where that comes from, and of when it is.</param>
public sealed record SpotPrior(string Provider, string Accelerator, string Region, double Loss, double Comeback, string Origin)
{
    /// <summary>Whether it is the mean of a provider's own interruption bands: an offer that tells its band knows better.</summary>
    public bool FromBands { get; init; }

    /// <summary>What is assumed where nothing is known of a class.</summary>
    public static SpotPrior Any { get; } = new("", "", "", 1, 1, "no recording of this kind: as the mean of all recordings");

    /// <summary>Whether it speaks of a class.</summary>
    public bool Covers(MarketClass kind)
    {
        ArgumentNullException.ThrowIfNull(kind);
        return (Provider.Length == 0 || Provider == kind.Provider) && (Accelerator.Length == 0 || Accelerator == kind.Accelerator)
            && kind.Region.StartsWith(Region, StringComparison.Ordinal);
    }
}
