using System.Collections.Immutable;
using Haggle.Core.Market;
using Haggle.Core.Runs;
using Haggle.Engine.Ports;
using Microsoft.Extensions.Logging;

namespace Haggle.Engine.Loops;

/// <summary>The quotes of all providers, asked for when a run is to be placed and kept for a short while. A provider that fails leaves its last prices.</summary>
internal sealed partial class MarketBook(ImmutableArray<IProvider> providers, TimeProvider time, ILogger<MarketBook> log)
{
    /// <summary>How long quotes are taken as those of now.</summary>
    private static readonly TimeSpan FreshFor = TimeSpan.FromSeconds(20);

    /// <summary>Quotes of a provider beyond this number are not looked at; a full catalogue is planned elsewhere.</summary>
    private const int MostQuotes = 100_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, MarketSnapshot> _snapshots = [];

    /// <summary>The offers that a run may use, as of now or of a moment ago.</summary>
    public async Task<MarketSnapshot> ForAsync(Rehearsal? rehearsal, CancellationToken cancellationToken)
    {
        var key = rehearsal is null ? "" : $"{rehearsal.Offer} x{rehearsal.Pace}";
        MarketSnapshot? last;
        lock (_gate) last = _snapshots.GetValueOrDefault(key);
        var now = time.GetUtcNow();
        if (last is not null && now - last.AsOf < FreshFor) return last;
        var quotes = ImmutableArray.CreateBuilder<Quote>();
        foreach (var provider in providers)
        {
            var before = quotes.Count;
            try
            {
                await foreach (var quote in provider.QuotesAsync(new QuoteScope(rehearsal), cancellationToken))
                {
                    quotes.Add(quote);
                    if (quotes.Count - before >= MostQuotes) break;
                }
            }
            catch (ProviderException fault)
            {
                LogQuotesFailed(fault, provider.Name);
                while (quotes.Count > before) quotes.RemoveAt(quotes.Count - 1);
                if (last is not null) quotes.AddRange(last.Quotes.Where(q => q.Offer.Provider == provider.Name));
            }
        }

        var fresh = new MarketSnapshot(now, quotes.ToImmutable());
        lock (_gate) _snapshots[key] = fresh;
        return fresh;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Provider} gave no quotes; its last prices stay in use")]
    private partial void LogQuotesFailed(Exception fault, ProviderName provider);
}
