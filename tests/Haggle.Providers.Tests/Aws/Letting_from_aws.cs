using Haggle.Conformance.Providers;
using Haggle.Core.Market;

namespace Haggle.Providers.Tests.Aws;

public sealed class Letting_from_aws
{
    public static TheoryData<string, Purchase> Laws
    {
        get
        {
            var laws = new TheoryData<string, Purchase>();
            foreach (var law in ProviderConformance.Laws.Keys)
            {
                laws.Add(law, Purchase.OnDemand);
                laws.Add(law, Purchase.Spot);
            }

            return laws;
        }
    }

    [Theory]
    [MemberData(nameof(Laws))]
    public async Task The_aws_provider_keeps_the_law(string law, Purchase purchase)
    {
        await using var ground = await AwsGround.StartAsync(purchase);
        await ProviderConformance.Laws[law](ground, TestContext.Current.CancellationToken);
    }

    [Theory]
    [MemberData(nameof(Laws))]
    public async Task And_where_the_list_lags_and_calls_are_throttled(string law, Purchase purchase)
    {
        await using var ground = await AwsGround.StartAsync(purchase);
        ground.Cloud.ListLag = TimeSpan.FromSeconds(90);
        ground.Server.Throttle(5);
        await ProviderConformance.Laws[law](ground, TestContext.Current.CancellationToken);
    }
}
