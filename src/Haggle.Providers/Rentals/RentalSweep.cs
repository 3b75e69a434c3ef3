using Haggle.Core.Units;
using Haggle.Engine.Ports;
using Haggle.Providers.Http;

namespace Haggle.Providers.Rentals;

/// <summary>Finds every machine that bears our mark, whosever it is, and gives back what it is told to.</summary>
public sealed class RentalSweep
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly IRentalCloud _cloud;
    private readonly IProvider _provider;

    internal RentalSweep(IRentalCloud cloud, IProvider provider) => (_cloud, _provider) = (cloud, provider);

    /// <summary>Everything of ours.</summary>
    /// <exception cref="ProviderException">The cloud does not answer: nobody may think that it is empty.</exception>
    public async Task<IReadOnlyList<CloudLeftover>> FindAsync(CancellationToken cancellationToken)
    {
        try
        {
            var machines = await _cloud.ListAsync(cancellationToken).ConfigureAwait(false);
            return [.. machines.Select(each => new CloudLeftover("machine", each.Id, RentalMark.OwnerOf(each.Token.Value), each.Token.Value, each.RateNow is { } rate ? rate * Day : each.Status == Core.Runs.MachineStatus.Running ? null : Money.Zero, $"{each.InstanceType}, {each.About}"))];
        }
        catch (CloudError error)
        {
            throw new ProviderException(_cloud.Name, $"the account cannot be looked through: {error.Message}", error.Status >= 500, error);
        }
    }

    /// <summary>Gives a machine back. What is gone already is a success.</summary>
    /// <exception cref="ProviderException">It cannot be given back.</exception>
    public Task RemoveAsync(CloudLeftover leftover, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(leftover);
        return _provider.TerminateAsync(new Core.Runs.MachineId(leftover.Id), cancellationToken);
    }
}
