namespace Haggle.Core.Market;

/// <summary>What a source's price is for. Everything is kept as the source says it and shown by the hour.</summary>
public enum PriceUnit
{
    /// <summary>One machine for one hour.</summary>
    Hour,

    /// <summary>One machine for one month of 730 hours (a year's 8,760 hours by twelve, as Google, AWS and Azure bill months).</summary>
    Month,
}
