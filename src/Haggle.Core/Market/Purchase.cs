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

    /// <summary>At the rate for who commits to an amount of money an hour for one year, on whichever machines (savings plan).</summary>
    SavingsPlanOneYear,

    /// <summary>At the rate for who commits to an amount of money an hour for three years, on whichever machines (savings plan).</summary>
    SavingsPlanThreeYears,
}
