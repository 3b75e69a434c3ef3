using Haggle.Core.Market;

namespace Haggle.Core.Economics.Training;

/// <summary>What the time of a training on an offer depends on; offers that agree in it differ in place and price only.</summary>
internal readonly record struct OfferKind(
    string Provider, string Accelerator, double Count, double Vcpus, Purchase Purchase, InterruptionBand Band, long DiskMib, BillingRule Billing, string Measured)
{
    /// <summary>Compares kinds with a hash that looks at a few letters: a market has a few hundred kinds and a million offers.</summary>
    public static IEqualityComparer<OfferKind> Alike { get; } = new Comparer();

    /// <summary>The kind of an offer.</summary>
    /// <param name="offer">The offer.</param>
    /// <param name="measured">Its key when its own speed was measured; "" otherwise.</param>
    public static OfferKind Of(Offer offer, string measured) => new(
        offer.Provider.Value, offer.Accelerator, offer.AcceleratorCount, offer.Accelerator.Length == 0 ? offer.Vcpus : 0, offer.Purchase,
        offer.Facts?.Interruption ?? InterruptionBand.Unknown, offer.Facts?.LocalDisk.Mib ?? 0, offer.Billing, measured);

    /// <summary>A cheap hash of a name: its length and letters at its end, where names differ.</summary>
    public static int HashOf(string name) => name.Length switch { 0 => 0, 1 => name[0], 2 => name[0] + (name[1] * 31), _ => name.Length + (name[^1] * 31) + (name[^2] * 961) + (name[^3] * 29_791) + (name[0] * 7) };

    private sealed class Comparer : IEqualityComparer<OfferKind>
    {
        public bool Equals(OfferKind x, OfferKind y) =>
            x.Count.Equals(y.Count) && x.Purchase == y.Purchase && x.Band == y.Band && x.DiskMib == y.DiskMib && x.Vcpus.Equals(y.Vcpus) && x.Billing == y.Billing
            && x.Accelerator == y.Accelerator && x.Provider == y.Provider && x.Measured == y.Measured;

        public int GetHashCode(OfferKind obj) =>
            HashOf(obj.Accelerator) + (HashOf(obj.Provider) * 17) + ((int)(obj.Count * 64) * 131) + ((int)obj.Purchase * 1021) + ((int)obj.Band * 8191) + ((int)obj.Vcpus * 127) + ((int)obj.DiskMib * 3) + (obj.Measured.Length * 65_537);
    }
}
