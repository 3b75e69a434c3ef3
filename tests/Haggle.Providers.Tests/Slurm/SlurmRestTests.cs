using Haggle.Conformance.Providers;
using Haggle.Engine.Ports;
using Haggle.Providers.Slurm;

namespace Haggle.Providers.Tests.Slurm;

/// <summary>The same cluster through slurmrestd, as a user with a token.</summary>
[Collection(SlurmCollection.Name)]
public sealed class SlurmRestTests(SlurmCollection.Cluster cluster) : IDisposable
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => cluster.TellIfFailed();

    // The rest of the laws does not touch what is asked of Slurm otherwise than through its programs.
    [Theory]
    [InlineData("quotes name the provider and the source, one for an offer")]
    [InlineData("the same token at once is the same machine once")]
    [InlineData("what was really given is read back")]
    [InlineData("an ended machine is gone by the list's word, with its bill")]
    [InlineData("a refusal is an outcome and makes nothing")]
    public async Task The_Slurm_provider_over_slurmrestd_keeps_the_law(string law)
    {
        await using var ground = await GroundAsync();
        await ProviderConformance.Laws[law](ground, Cancellation);
    }

    [Fact]
    public async Task A_token_that_is_refused_is_told_with_what_to_do()
    {
        await using var ground = await GroundAsync();
        await File.WriteAllTextAsync(ground.Rest!.TokenFile, "not.a.token", Cancellation);
        var fault = await Assert.ThrowsAsync<ProviderException>(() => ground.OpenSlurm().QuotesAsync(ground.Scope, Cancellation).ToArrayAsync(Cancellation).AsTask());
        Assert.Contains("the token in " + ground.Rest.TokenFile, fault.Message);
        Assert.Contains("scontrol token", fault.Message);
        Assert.DoesNotContain("not.a.token", fault.Message);
    }

    private async Task<SlurmGround> GroundAsync()
    {
        var bed = cluster.OrSkip();
        var ground = new SlurmGround(bed);
        var token = Path.Combine(ground.Folder, "token");
        await File.WriteAllTextAsync(token, (await bed.OkAsync("scontrol", Cancellation, "token", "lifespan=3600")).Split('=')[1], Cancellation);
        ground.Rest = new SlurmRestAddress(bed.RestAddress, token, "root", "v0.0.38");
        return ground;
    }
}
