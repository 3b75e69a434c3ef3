using Haggle.Conformance.Providers;

namespace Haggle.Providers.Tests.Local;

public sealed class LocalConformanceTests
{
    public static TheoryData<string> Laws => [.. ProviderConformance.Laws.Keys];

    [Theory]
    [MemberData(nameof(Laws))]
    public async Task The_local_provider_keeps_the_law(string law)
    {
        await using var ground = new LocalGround();
        await ProviderConformance.Laws[law](ground, TestContext.Current.CancellationToken);
    }
}
