using System.Collections.Immutable;
using Haggle.Core.Market;
using Haggle.Engine.Ports;

namespace Haggle.Providers.Rentals;

/// <summary>
/// A cloud that lets machines, one by one, under a name of ours, and forgets them when they are given back. It knows no idempotency keys: <see cref="RentalProvider"/>
/// makes a provider of it, with a book of its own. Faults are <see cref="ProviderException"/>.
/// </summary>
internal interface IRentalCloud
{
    ProviderName Name { get; }

    ProviderTraits Traits { get; }

    /// <summary>How its machines are started.</summary>
    MachineStart Start { get; }

    /// <summary>What it lets now.</summary>
    /// <param name="fresh">Whether an answer of a while ago does not do.</param>
    /// <param name="cancellationToken">Stops.</param>
    Task<ImmutableArray<Quote>> QuotesAsync(bool fresh, CancellationToken cancellationToken);

    /// <summary>Asks for a machine, once.</summary>
    /// <param name="request">The wish, at a price that holds.</param>
    /// <param name="script">What the machine runs when it starts.</param>
    /// <param name="cancellationToken">Stops.</param>
    Task<MakeAnswer> MakeAsync(LaunchRequest request, string script, CancellationToken cancellationToken);

    /// <summary>Everything that bears our mark, whosever it is.</summary>
    Task<IReadOnlyList<RentedMachine>> ListAsync(CancellationToken cancellationToken);

    /// <summary>One machine by its name; null when the cloud knows it no more.</summary>
    Task<RentedMachine?> LookAsync(string id, CancellationToken cancellationToken);

    /// <summary>Gives a machine back, with its disk. What is gone already is a success.</summary>
    Task DestroyAsync(string id, CancellationToken cancellationToken);

    /// <summary>What the cloud's bill says of a machine.</summary>
    Task<RentalLife> LifeAsync(string id, CancellationToken cancellationToken);

    /// <summary>Whether a text is the name of a machine there.</summary>
    bool IsName(string id);
}
