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

    /// <summary>How long so when a provider has never answered yet: its offers are missing, and runs may wait for them.</summary>
    private static readonly TimeSpan FreshForPartial = TimeSpan.FromSeconds(2);

    /// <summary>How long a provider may take to say its prices before its last ones are used: runs wait for this.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

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
        if (last is not null && now - last.AsOf < (last.Silent.IsEmpty ? FreshFor : FreshForPartial)) return last;
        var asked = providers.Select(p => AskAsync(p, new QuoteScope(rehearsal), last, cancellationToken)).ToArray();
        var quotes = ImmutableArray.CreateBuilder<Quote>();
        var silent = ImmutableArray.CreateBuilder<ProviderName>();
        for (var i = 0; i < asked.Length; i++)
        {
            if (await asked[i] is { } told) quotes.AddRange(told);
            else silent.Add(providers[i].Name);
        }

        var fresh = new MarketSnapshot(now, quotes.ToImmutable()) { Silent = silent.ToImmutable() };
        lock (_gate) _snapshots[key] = fresh;
        return fresh;
    }

    /// <summary>A provider's quotes, or its last ones; null when it has not given any yet.</summary>
    private async Task<List<Quote>?> AskAsync(IProvider provider, QuoteScope scope, MarketSnapshot? last, CancellationToken cancellationToken)
    {
        var quotes = new List<Quote>();
        using var patience = new CancellationTokenSource(Patience, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            await foreach (var quote in provider.QuotesAsync(scope, stop.Token))
            {
                quotes.Add(quote);
                if (quotes.Count >= MostQuotes) break;
            }

            return quotes;
        }
        catch (ProviderException fault)
        {
            LogQuotesFailed(fault, provider.Name);
        }
        catch (OperationCanceledException slow) when (!cancellationToken.IsCancellationRequested)
        {
            LogQuotesFailed(slow, provider.Name);
        }

        return last is null || last.Silent.Contains(provider.Name) ? null : [.. last.Quotes.Where(q => q.Offer.Provider == provider.Name)];
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Provider} gave no quotes; its last prices stay in use")]
    private partial void LogQuotesFailed(Exception fault, ProviderName provider);
}
