namespace Haggle.Core.Market;

/// <summary>How an offer is bought.</summary>
public enum Purchase
{
    /// <summary>Rented by time, kept until given back.</summary>
    OnDemand,

    /// <summary>Rented cheaper; the provider may take it back (preemptible, low priority).</summary>
    Spot,

    /// <summary>Rented at a price that the renter names; whoever names more takes it.</summary>
    Bid,

    /// <summary>Committed to for one year.</summary>
    ReservedOneYear,

    /// <summary>Committed to for three years.</summary>
    ReservedThreeYears,

    /// <summary>Rented inside a managed product, at its surcharge.</summary>
    Managed,

    /// <summary>Given away within limits.</summary>
    FreeTier,

    /// <summary>Owned by the user.</summary>
    Owned,
}
