using Haggle.Core.Runs;
using Haggle.Engine.Ports;

namespace Haggle.Conformance.Providers;

/// <summary>Reads a provider's list and holds every answer against the ones before and against what is really there.</summary>
internal sealed class ProviderWatch(ProviderGround ground, OwnerId owner)
{
    private readonly Dictionary<MachineId, MachineFact> _last = [];

    public async Task<IReadOnlyList<MachineFact>> LookAsync(IProvider provider, CancellationToken cancellationToken)
    {
        var facts = new List<MachineFact>();
        await foreach (var fact in provider.MachinesAsync(owner, cancellationToken))
        {
            LawBrokenException.Unless(facts.TrueForAll(each => each.Machine != fact.Machine), $"{fact.Machine} is listed twice");
            Check(fact);
            facts.Add(fact);
        }

        return facts;
    }

    /// <summary>Looks until the machine is as it should be.</summary>
    public async Task<MachineFact> UntilAsync(IProvider provider, MachineId machine, MachineStatus status, CancellationToken cancellationToken)
    {
        for (var i = 0; i < ground.PausesMax; i++)
        {
            var facts = await LookAsync(provider, cancellationToken);
            if (facts.FirstOrDefault(fact => fact.Machine == machine) is { } found && found.Status == status) return found;
            await ground.PauseAsync(cancellationToken);
        }

        throw new LawBrokenException($"{machine} is never listed as {status}");
    }

    private void Check(MachineFact now)
    {
        if (now.Status == MachineStatus.Gone)
        {
            LawBrokenException.Unless(ground.IsReallyThere(now.Machine) != true, $"{now.Machine} is listed as gone and is still there");
            LawBrokenException.Unless(now.BilledFrom is null == now.BilledTo is null, $"{now.Machine} is gone, and its bill does not end");
        }
        else
        {
            LawBrokenException.Unless(now.BilledTo is null, $"{now.Machine} is not gone, and its bill has an end");
        }

        if (now is { BilledFrom: { } from, BilledTo: { } to }) LawBrokenException.Unless(from <= to, $"{now.Machine}'s bill ends before it begins");
        LawBrokenException.Unless(now.BilledFrom is null == now.Rates.IsEmpty, $"{now.Machine} must have rates from the moment it is billed, not before");
        if (_last.TryGetValue(now.Machine, out var before)) CheckStep(before, now);
        _last[now.Machine] = now;
    }

    private static void CheckStep(MachineFact before, MachineFact now)
    {
        LawBrokenException.Unless(now.Token == before.Token, $"{now.Machine} changes its token");
        LawBrokenException.Unless(now.Status >= before.Status, $"{now.Machine} goes from {before.Status} back to {now.Status}");
        LawBrokenException.Unless(before.BilledFrom is null || now.BilledFrom == before.BilledFrom, $"{now.Machine}'s bill changes its beginning");
        LawBrokenException.Unless(before.BilledTo is null || now.BilledTo == before.BilledTo, $"{now.Machine}'s bill changes its end");
        LawBrokenException.Unless(now.Rates.Take(before.Rates.Length).SequenceEqual(before.Rates), $"{now.Machine}'s rates change backwards");
        LawBrokenException.Unless(!before.Reclaimed || now.Reclaimed, $"{now.Machine} is no longer reclaimed");

        // A provider may forget the address of a machine that is gone (EC2 does); it never becomes another one.
        LawBrokenException.Unless(before.Address.Length == 0 || now.Address == before.Address || (now.Status == MachineStatus.Gone && now.Address.Length == 0), $"{now.Machine} changes its address");
        LawBrokenException.Unless(now.InstanceType == before.InstanceType && now.Purchase == before.Purchase, $"{now.Machine} changes its kind");
    }
}
