using Haggle.Core.Runs;
using Haggle.Engine.Ports;

namespace Haggle.Conformance.Providers;

/// <summary>The ground that a provider is tried on: how to open it, what to ask it for, and what is really there.</summary>
public abstract class ProviderGround : IAsyncDisposable
{
    /// <summary>How many pauses something that must come may take.</summary>
    public virtual int PausesMax => 500;

    /// <summary>Opens the provider anew, as another process would: what one forgets, the other still has to know.</summary>
    public abstract IProvider Open();

    /// <summary>A wish that the provider can fulfil; another rank is another machine.</summary>
    public abstract LaunchRequest Request(OwnerId owner, int rank);

    /// <summary>What quotes the wishes of <see cref="Request"/> are made from.</summary>
    public virtual QuoteScope Scope => new(Rehearsal: null);

    /// <summary>A wish for which there is no capacity now; null when this ground cannot bring that about.</summary>
    public virtual LaunchRequest? RequestWithoutCapacity(OwnerId owner) => null;

    /// <summary>A wish that is refused for good; null when this ground cannot bring that about.</summary>
    public virtual LaunchRequest? RequestRefused(OwnerId owner) => null;

    /// <summary>Whether the machine is really there, asked past the provider; null when nobody can know.</summary>
    public virtual bool? IsReallyThere(MachineId machine) => null;

    /// <summary>Waits a moment for the provider's world to move on.</summary>
    public abstract Task PauseAsync(CancellationToken cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
