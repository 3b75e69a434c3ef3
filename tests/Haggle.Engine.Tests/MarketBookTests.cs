using System.Runtime.CompilerServices;
using Haggle.Core.Market;
using Haggle.Core.Runs;
using Haggle.Core.Units;
using Haggle.Engine.Loops;
using Haggle.Engine.Ports;
using Microsoft.Extensions.Logging.Abstractions;

namespace Haggle.Engine.Tests;

public sealed class MarketBookTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_provider_that_fails_leaves_its_last_prices_and_the_others_new_ones()
    {
        var time = new HandClock(Noon);
        var good = new Lister("good", 1m);
        var bad = new Lister("bad", 1m);
        var book = new MarketBook([good, bad], time, NullLogger<MarketBook>.Instance);
        Assert.Equal(2, (await book.ForAsync(null, CancellationToken.None)).Quotes.Length);
        good.Price = 2m;
        bad.Fails = true;
        time.Now += TimeSpan.FromMinutes(1);
        var market = await book.ForAsync(null, CancellationToken.None);
        Assert.Equal(["$2.00/h", "$1.00/h"], market.Quotes.Select(q => q.Rate.ToString()));
    }

    [Fact]
    public async Task Prices_of_a_moment_ago_are_not_asked_for_again()
    {
        var time = new HandClock(Noon);
        var lister = new Lister("one", 1m);
        var book = new MarketBook([lister], time, NullLogger<MarketBook>.Instance);
        var first = await book.ForAsync(null, CancellationToken.None);
        time.Now += TimeSpan.FromSeconds(5);
        Assert.Same(first, await book.ForAsync(null, CancellationToken.None));
        time.Now += TimeSpan.FromSeconds(30);
        Assert.NotSame(first, await book.ForAsync(null, CancellationToken.None));
        Assert.Equal(2, lister.Asked);
    }

    [Fact]
    public async Task A_provider_that_never_answered_is_named_and_asked_again_soon()
    {
        var time = new HandClock(Noon);
        var bad = new Lister("bad", 1m) { Fails = true };
        var book = new MarketBook([new Lister("good", 1m), bad], time, NullLogger<MarketBook>.Instance);
        Assert.Equal(["bad"], (await book.ForAsync(null, CancellationToken.None)).Silent.Select(name => name.Value));
        bad.Fails = false;
        time.Now += TimeSpan.FromSeconds(3);
        var market = await book.ForAsync(null, CancellationToken.None);
        Assert.Equal((2, 0), (market.Quotes.Length, market.Silent.Length));
    }

    private sealed class HandClock(DateTimeOffset now) : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = now;

        public override DateTimeOffset GetUtcNow() => Now;
    }

    private sealed class Lister(string name, decimal price) : IProvider
    {
        public decimal Price { get; set; } = price;

        public bool Fails { get; set; }

        public int Asked { get; private set; }

        public ProviderName Name { get; } = new(name);

        public ProviderTraits Traits { get; } = new();

        public async IAsyncEnumerable<Quote> QuotesAsync(QuoteScope scope, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.CompletedTask;
            Asked++;
            if (Fails) throw new ProviderException(Name, "no answer", isTransient: true);
            var offer = new Offer { Key = new OfferKey(Name + "/x"), Provider = Name, InstanceType = "x" };
            yield return new Quote(offer, HourlyRate.FromUsd(Price), new Provenance("test", Noon));
        }

        public Task<LaunchOutcome> LaunchAsync(LaunchRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

        public IAsyncEnumerable<MachineFact> MachinesAsync(OwnerId owner, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task TerminateAsync(MachineId machine, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
