using Haggle.Core.Market;
using Haggle.Engine.Ports;
using Haggle.Providers.Aws;

namespace Haggle.Server.Hosting;

/// <summary>
/// Removes by itself what machines of this store left in an AWS account: disks, addresses and spot requests that no live machine holds. Machines are seen to by the
/// engine's own loop; keys and security groups are shared and stay until somebody sweeps them.
/// </summary>
internal sealed partial class AwsTidy(AwsSweep sweep, IStore store, TimeProvider time, ILogger<AwsTidy> log)
{
    /// <summary>A forgotten disk of 150 GiB costs half a cent in that time.</summary>
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(20);

    /// <summary>Looks again and again until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await StepAsync(cancellationToken);
            }
            catch (Exception fault) when (fault is ProviderException or StoreException)
            {
                LogNotLooked(fault.Message);
            }

            await Task.Delay(Every, time, cancellationToken);
        }
    }

    private async Task StepAsync(CancellationToken cancellationToken)
    {
        // Found first, then compared: what a run intends meanwhile has its row before AWS hears of it.
        var found = await sweep.FindAsync(cancellationToken);
        var held = (await store.LiveSlotsAsync(new ProviderName("aws"), cancellationToken)).Select(slot => slot.Token.Value).ToHashSet(StringComparer.Ordinal);
        foreach (var each in found.Where(each => each.Kind is "disk" or "address" or "spot request" && each.Owner == store.Owner.Value && !held.Contains(each.Token)))
        {
            try
            {
                await sweep.RemoveAsync(each, cancellationToken);
                LogRemoved(each.Kind, each.Id, each.Region);
            }
            catch (ProviderException fault)
            {
                // A disk whose machine is still shutting down goes with it.
                LogNotRemoved(each.Kind, each.Id, each.Region, fault.Message);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "the {Kind} {Id} in {Region} belonged to no run; removed")]
    private partial void LogRemoved(string kind, string id, string region);

    [LoggerMessage(Level = LogLevel.Information, Message = "the {Kind} {Id} in {Region} belongs to no run and is not removed yet: {Why}")]
    private partial void LogNotRemoved(string kind, string id, string region, string why);

    [LoggerMessage(Level = LogLevel.Warning, Message = "AWS was not looked through for what was left behind: {Why}")]
    private partial void LogNotLooked(string why);
}
