using Haggle.Conformance.Providers;
using Haggle.Core.Runs;
using Haggle.Engine.Ports;
using Haggle.Providers.Tests.Local;

namespace Haggle.Providers.Tests;

/// <summary>The ground of the local provider, with a bug planted into whatever is opened on it.</summary>
internal sealed class WrongGround(LocalGround ground, Bug bug) : ProviderGround
{
    private readonly WrongProvider.Past _past = new();

    public override int PausesMax => 100;

    public override IProvider Open() => new WrongProvider(ground.Open(), bug, _past);

    public override LaunchRequest Request(OwnerId owner, int rank) => ground.Request(owner, rank);

    public override bool? IsReallyThere(MachineId machine) => ground.IsReallyThere(machine);

    public override Task PauseAsync(CancellationToken cancellationToken) => ground.PauseAsync(cancellationToken);
}
