using System.Collections.Immutable;
using Haggle.Core.Market;
using Haggle.Core.Runs;

namespace Haggle.Providers.Local;

/// <summary>What this machine offers: itself, or, in a rehearsal, the offer that is pretended.</summary>
internal sealed class LocalPrices(LocalSettings settings, Func<string, Quote?> pretended, TimeProvider time)
{
    public const string ThisMachine = "this-machine";

    public static readonly ProviderName Provider = new("local");

    private HostFacts? _host;

    public async Task<ImmutableArray<Quote>> QuotesAsync(Rehearsal? rehearsal, CancellationToken cancellationToken) =>
        rehearsal is null ? [await OwnAsync(cancellationToken).ConfigureAwait(false)] : Pretended(rehearsal);

    /// <summary>
    /// The pretended offer keeps its own key, place and type, so that people recognise it; provider and pace say where it really runs. With a spot offer
    /// comes its on-demand twin, so that a deadline can be rehearsed too.
    /// </summary>
    private ImmutableArray<Quote> Pretended(Rehearsal rehearsal)
    {
        if (pretended(rehearsal.Offer) is not { } quote) return [];
        if (!quote.Offer.CanBeReclaimed) return [Here(quote, rehearsal)];
        var key = quote.Offer.Key.Value;
        var twin = pretended(string.Concat(key.AsSpan(0, key.LastIndexOf('/') + 1), "on-demand"));
        return twin is { Offer.CanBeReclaimed: false } ? [Here(quote, rehearsal), Here(twin, rehearsal)] : [Here(quote, rehearsal)];
    }

    private static Quote Here(Quote quote, Rehearsal rehearsal) =>
        quote with { Offer = quote.Offer with { Provider = Provider, Pace = Math.Max(1, rehearsal.Pace) } };

    private async Task<Quote> OwnAsync(CancellationToken cancellationToken)
    {
        // Asked once: what a host has does not change while a server lives. Two first callers may both ask; that does no harm.
        var host = _host ??= await HostFacts.ReadAsync(time, cancellationToken).ConfigureAwait(false);
        var offer = new Offer
        {
            Key = new OfferKey($"{Provider}/{settings.Name}/{ThisMachine}/owned"),
            Provider = Provider,
            Region = settings.Name,
            InstanceType = ThisMachine,
            Accelerator = host.Accelerator,
            AcceleratorCount = host.AcceleratorCount,
            AcceleratorMemory = host.AcceleratorMemory,
            Vcpus = settings.CpuLimit is { } cpus ? Math.Min(cpus, host.Vcpus) : host.Vcpus,
            Memory = settings.MemoryLimit is { } memory && memory < host.Memory ? memory : host.Memory,
            Purchase = Purchase.Owned,
        };
        return new Quote(offer, settings.Rate, new Provenance("configuration", time.GetUtcNow()));
    }
}
