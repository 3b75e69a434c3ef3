using Haggle.Core.Market;
using Haggle.Core.Runs;

namespace Haggle.Engine.Ports;

/// <summary>
/// Somebody who lets machines. It translates and reports; it decides nothing and retries nothing but transport. Thread-safe. Faults are
/// <see cref="ProviderException"/>; everything that is not a fault is a value. ProviderConformance is the long form of this contract.
/// </summary>
public interface IProvider
{
    /// <summary>Its name, the same for good.</summary>
    ProviderName Name { get; }

    /// <summary>How it differs from others.</summary>
    ProviderTraits Traits { get; }

    /// <summary>What it offers now for a run (a rehearsal may see other offers than a run in earnest).</summary>
    IAsyncEnumerable<Quote> QuotesAsync(QuoteScope scope, CancellationToken cancellationToken);

    /// <summary>
    /// Makes a machine. The same <see cref="LaunchRequest.Token"/> twice gives the same machine once, even when the first answer was lost and even
    /// when the first call is still under way.
    /// </summary>
    Task<LaunchOutcome> LaunchAsync(LaunchRequest request, CancellationToken cancellationToken);

    /// <summary>Every machine that bears the owner's tag, whether this process knows of it or not, the ones that are gone included for as long as the provider tells of them.</summary>
    IAsyncEnumerable<MachineFact> MachinesAsync(OwnerId owner, CancellationToken cancellationToken);

    /// <summary>Ends a machine. A machine that is gone already, or never was, is a success. The answer does not mean that it is gone: the list does.</summary>
    Task TerminateAsync(MachineId machine, CancellationToken cancellationToken);
}
