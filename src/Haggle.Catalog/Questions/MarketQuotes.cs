using System.Collections.Immutable;
using Haggle.Catalog.Store;
using Haggle.Core.Market;
using Haggle.Core.Units;

namespace Haggle.Catalog.Questions;

/// <summary>A catalogue's offers of today as quotes, for what plans over all of them.</summary>
public static class MarketQuotes
{
    /// <summary>Reads them.</summary>
    /// <param name="file">The catalogue.</param>
    /// <param name="terms">What is known of providers, by name: how they count time, and whose rooms their machines stand in.</param>
    /// <param name="now">The instant; the age of the answer.</param>
    /// <exception cref="InvalidDataException">The catalogue is damaged.</exception>
    public static MarketSnapshot Read(MarketFile file, IReadOnlyDictionary<string, ProviderTerms> terms, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(terms);
        var quotes = ImmutableArray.CreateBuilder<Quote>();
        for (var block = 0; block < file.Blocks; block++)
        {
            var accelerator = file.Accelerator(block);
            var model = AcceleratorTable.Find(accelerator);
            var rows = file.Rows(block, history: false);
            var count = file.Count(block, history: false);
            for (var i = 0; i < count; i++)
            {
                var row = MarketFile.Row(rows, i);
                terms.TryGetValue(file.String(row.Provider), out var known);
                quotes.Add(new Quote(Offer(file, row, accelerator, model, known), new HourlyRate(new Money(row.HourlyNanoUsd)), new Provenance(file.String(row.Source), row.AsOf)));
            }
        }

        return new MarketSnapshot(now, quotes.ToImmutable());
    }

    private static Offer Offer(MarketFile file, MarketRow row, string accelerator, AcceleratorModel? model, ProviderTerms? terms) => new()
    {
        Key = new OfferKey(file.Key(row)),
        Provider = new ProviderName(file.String(row.Provider)),
        Region = file.String(row.Region),
        Zone = file.String(row.Zone),
        InstanceType = file.String(row.InstanceType),
        Accelerator = accelerator,
        AcceleratorCount = row.Count,
        AcceleratorMemory = row.AcceleratorMemoryMib > 0 ? Gib.FromMib(row.AcceleratorMemoryMib) : model is null ? default : Gib.FromGib(model.MemoryGb.Value),
        Vcpus = row.Vcpus,
        Memory = Gib.FromMib(row.MemoryMib),
        Purchase = row.Purchase,
        Billing = terms?.Billing ?? BillingRule.PerSecond,
        Facts = new OfferFacts
        {
            Payment = row.Payment,
            Unit = row.Unit,
            SourcePrice = new Money(row.PriceNanoUsd),
            Architecture = row.Architecture,
            LocalDisk = Gib.FromMib(row.LocalDiskGib * 1024L),
            Interruption = row.Interruption,
            Reliability = row.Reliability,
            Host = row.Host == HostKind.Unknown ? terms?.Host ?? HostKind.Unknown : row.Host,
            Available = row.Available,
            FirstSeen = row.FirstSeen,
            LastSeen = row.LastSeen,
            IsClosed = row.IsClosed || terms is { IsClosed: true },
        },
    };
}
