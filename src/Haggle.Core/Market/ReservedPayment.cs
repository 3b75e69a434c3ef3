namespace Haggle.Core.Market;

/// <summary>How a commitment is paid. The hourly price of an offer holds whatever is paid at once, spread over the term.</summary>
public enum ReservedPayment
{
    /// <summary>There is no commitment, or it is paid by the month with no other choice.</summary>
    None,

    /// <summary>By the month.</summary>
    NoUpfront,

    /// <summary>Part at once, the rest by the month.</summary>
    PartialUpfront,

    /// <summary>All at once.</summary>
    AllUpfront,
}
