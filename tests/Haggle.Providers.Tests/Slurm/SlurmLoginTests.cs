using Haggle.Conformance.Providers;
using Haggle.Core.Runs;
using Haggle.Testbed.Slurm;

namespace Haggle.Providers.Tests.Slurm;

/// <summary>The same cluster from elsewhere: everything goes through a login node with a real sshd.</summary>
[Collection(SlurmCollection.Name)]
public sealed class SlurmLoginTests(SlurmCollection.Cluster cluster) : IAsyncLifetime
{
    // What the agent's "connect" is asked for, comes back.
    private const string Echo = "[ \"$1\" = connect ] && exec cat; exec tail -f /dev/null";

    private LoginNode? _login;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        if (SlurmBed.Lacks() is null && LoginNode.Missing.Length == 0) _login = await LoginNode.StartAsync(Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        cluster.TellIfFailed();
        if (_login is not null) await _login.DisposeAsync();
    }

    // The rest of the laws does not touch how the login node is reached.
    [Theory]
    [InlineData("quotes name the provider and the source, one for an offer")]
    [InlineData("the same token at once is the same machine once")]
    [InlineData("what was really given is read back")]
    [InlineData("an ended machine is gone by the list's word, with its bill")]
    [InlineData("a refusal is an outcome and makes nothing")]
    public async Task The_Slurm_provider_over_a_login_node_keeps_the_law(string law)
    {
        await using var ground = Ground();
        await ProviderConformance.Laws[law](ground, Cancellation);
    }

    [Fact]
    public async Task The_way_to_an_agent_goes_through_the_login_node_and_changes_no_byte()
    {
        await using var ground = Ground(Echo);
        var owner = new OwnerId("mine1234");
        var machine = await ground.RunningAsync(owner);
        var provider = ground.OpenSlurm();
        await foreach (var _ in provider.MachinesAsync(owner, Cancellation)) break;
        await using var stream = await provider.Door.OpenAsync(machine, Cancellation);
        byte[] sent = [.. Enumerable.Range(0, 256).Select(value => (byte)value)];
        await stream.WriteAsync(sent, Cancellation);
        await stream.FlushAsync(Cancellation);
        var back = new byte[sent.Length];
        await stream.ReadExactlyAsync(back, Cancellation);
        Assert.Equal(sent, back);
    }

    private SlurmGround Ground(string agent = "exec tail -f /dev/null")
    {
        var bed = cluster.OrSkip();
        if (_login is null) Assert.Skip(LoginNode.Missing);
        return new SlurmGround(bed, agent) { Login = _login };
    }
}
