using Haggle.Conformance.Providers;

namespace Haggle.Providers.Tests.Slurm;

[Collection(SlurmCollection.Name)]
public sealed class SlurmConformanceTests(SlurmCollection.Cluster cluster) : IDisposable
{
    public static TheoryData<string> Laws => [.. ProviderConformance.Laws.Keys];

    public void Dispose() => cluster.TellIfFailed();

    [Theory]
    [MemberData(nameof(Laws))]
    public async Task The_Slurm_provider_keeps_the_law(string law)
    {
        await using var ground = new SlurmGround(cluster.OrSkip());
        await ProviderConformance.Laws[law](ground, TestContext.Current.CancellationToken);
    }
}
