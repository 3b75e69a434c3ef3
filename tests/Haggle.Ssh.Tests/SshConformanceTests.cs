using Haggle.Conformance.Providers;

namespace Haggle.Ssh.Tests;

public sealed class SshConformanceTests(SiteFixture fixture) : IClassFixture<SiteFixture>
{
    public static TheoryData<string> Laws => [.. ProviderConformance.Laws.Keys];

    [Theory]
    [MemberData(nameof(Laws))]
    public async Task The_provider_of_ssh_machines_keeps_the_law(string law)
    {
        await using var ground = new SshGround(fixture);
        await ProviderConformance.Laws[law](ground, TestContext.Current.CancellationToken);
    }
}
