namespace Haggle.Core.Market;

/// <summary>
/// Some ways to buy. The default is empty and valid. Bits rather than a list: a list of an own type is in no precompiled image, and the command line would
/// wait for the compiler longer than for the answer.
/// </summary>
/// <param name="Bits">One bit for each member of <see cref="Purchase"/>.</param>
public readonly record struct PurchaseSet(int Bits)
{
    /// <summary>What can be had at once for an hour: on demand, spot and bid.</summary>
    public static PurchaseSet ByTheHour => default(PurchaseSet).With(Purchase.OnDemand).With(Purchase.Spot).With(Purchase.Bid);

    /// <summary>Whether nothing is in it.</summary>
    public bool IsEmpty => Bits == 0;

    /// <summary>The same and one more.</summary>
    public PurchaseSet With(Purchase purchase) => new(Bits | (1 << (int)purchase));

    /// <summary>Whether it has a way to buy.</summary>
    public bool Has(Purchase purchase) => (Bits & (1 << (int)purchase)) != 0;
}
