using Haggle.Core.Ledger;
using Haggle.Core.Market;
using Haggle.Core.Runs;
using Haggle.Engine.Ports;
using Haggle.Simulation.Agents;

namespace Haggle.Simulation.Clouds;

/// <summary>A machine as it truly is; the list shows <see cref="Shown"/>, which may be a little behind.</summary>
internal sealed class SimMachine
{
    /// <summary>Its number at its provider, from 1; lists are in this order.</summary>
    public required int Number { get; init; }

    public required MachineId Id { get; init; }

    public required LaunchRequest Request { get; init; }

    public required SimOffer From { get; init; }

    public required Fate Fate { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Whether it was made by a request of a server that was long dead: whoever asked since may have been told that there is none.</summary>
    public bool CameLate { get; init; }

    public LaunchToken Token => Request.Token;

    public MachineStatus Status { get; set; }

    public bool Reclaimed { get; set; }

    public DateTimeOffset? BilledFrom { get; set; }

    public DateTimeOffset? BilledTo { get; set; }

    public List<RateChange> Rates { get; } = [];

    /// <summary>When the provider has announced that it takes the machine back; the agent hears it from then on.</summary>
    public DateTimeOffset? NoticedAt { get; set; }

    public DateTimeOffset? ReclaimAt { get; set; }

    public DateTimeOffset? EndAskedAt { get; set; }

    /// <summary>Whether it ended itself, or was taken, or crashed: anything but our asking.</summary>
    public bool EndedUnasked { get; set; }

    public DateTimeOffset? GoneAt { get; set; }

    public SimAgent? Agent { get; set; }

    public MachineFact? Shown { get; set; }

    public DateTimeOffset ShownNext { get; set; }

    public bool IsAlive => Status is not MachineStatus.Gone;

    public MachineFact Truth()
    {
        var offer = From.Offer;
        return new MachineFact
        {
            Machine = Id,
            Token = Token,
            Status = Status,
            Reclaimed = Reclaimed,
            Address = Status is MachineStatus.Running ? "10.0.0." + (Request.Rank + 1) : "",
            BilledFrom = BilledFrom,
            BilledTo = BilledTo,
            Rates = BilledFrom is null ? [] : [.. Rates],
            InstanceType = Fate.Mistake is Mistake.OtherType ? offer.InstanceType + "-small" : offer.InstanceType,
            Purchase = Fate.Mistake is not Mistake.OtherPurchase ? offer.Purchase : offer.Purchase is Purchase.Spot ? Purchase.OnDemand : Purchase.Spot,
            AcceleratorCount = Fate.Mistake is Mistake.FewerAccelerators ? offer.AcceleratorCount / 2 : offer.AcceleratorCount,
        };
    }

    public override string ToString() => $"{Id} (run {Request.Run} attempt {Request.Epoch} node {Request.Rank})";
}
