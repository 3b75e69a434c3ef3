using Haggle.Conformance.Providers;
using Haggle.Core.Market;

namespace Haggle.Providers.Tests.Vast;

public sealed class Renting_at_vast
{
    public static TheoryData<string, Purchase> Laws
    {
        get
        {
            var laws = new TheoryData<string, Purchase>();
            foreach (var law in ProviderConformance.Laws.Keys)
            {
                laws.Add(law, Purchase.OnDemand);
                laws.Add(law, Purchase.Bid);
            }

            return laws;
        }
    }

    [Theory]
    [MemberData(nameof(Laws))]
    public async Task The_provider_keeps_the_law(string law, Purchase purchase)
    {
        await using var ground = await VastGround.StartAsync(purchase);
        await ProviderConformance.Laws[law](ground, TestContext.Current.CancellationToken);
    }

    [Theory]
    [MemberData(nameof(Laws))]
    public async Task And_where_lists_lag_and_are_old_and_calls_are_throttled(string law, Purchase purchase)
    {
        await using var ground = await VastGround.StartAsync(purchase);
        ground.Market.ListLag = TimeSpan.FromSeconds(45);
        ground.Market.Stale = TimeSpan.FromSeconds(15);
        ground.Server.Throttle(4);
        await ProviderConformance.Laws[law](ground, TestContext.Current.CancellationToken);
    }
}
