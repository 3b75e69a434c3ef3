using System.Diagnostics;
using Haggle.Core.Ledger;
using Haggle.Core.Market;
using Haggle.Core.Runs;
using Haggle.Core.Units;
using Haggle.Engine.Ports;
using Haggle.Wire.Agent;
using Haggle.Wire.Hosts;

namespace Haggle.Providers.Hosts;

/// <summary>Between the words of a computer and those of the engine. Pure.</summary>
internal static class MachineFacts
{
    /// <summary>A machine as the engine knows it.</summary>
    /// <param name="row">The computer's word.</param>
    /// <param name="address">Where its other machines reach it.</param>
    public static MachineFact Of(MachineRow row, string address) => new()
    {
        Machine = new MachineId(row.Machine),
        Token = new LaunchToken(row.Token),
        Status = Status(row.Status),
        Reclaimed = row.Reclaimed,
        Address = address,
        BilledFrom = row.BilledFrom,
        BilledTo = row.BilledTo,
        Rates = row.BilledFrom is { } since ? [new RateChange(since, new HourlyRate(new Money(row.PriceNanoUsdPerHour)))] : [],
        InstanceType = row.InstanceType,
        Purchase = Enum.Parse<Purchase>(row.Purchase),
        AcceleratorCount = row.AcceleratorCount,
    };

    /// <summary>A wish in a computer's words.</summary>
    public static MachineWish Wish(LaunchRequest request, DateTimeOffset now, ReclaimSchedule? reclaim) => new()
    {
        Token = request.Token.Value,
        Owner = request.Owner.Value,
        Run = request.Run.Value,
        Epoch = request.Epoch,
        Rank = request.Rank,
        Offer = request.Quote.Offer.Key.Value,
        InstanceType = request.Quote.Offer.InstanceType,
        Purchase = request.Quote.Offer.Purchase.ToString(),
        AcceleratorCount = request.Quote.Offer.AcceleratorCount,
        PriceNanoUsdPerHour = request.Quote.Rate.PerHour.NanoUsd,
        AgentConfiguration = request.AgentConfiguration.ToArray(),
        Now = now,
        Reclaim = reclaim,
    };

    private static MachineStatus Status(string word) => word switch
    {
        MachineRow.Pending => MachineStatus.Pending,
        MachineRow.Running => MachineStatus.Running,
        MachineRow.Ending => MachineStatus.Ending,
        MachineRow.Gone => MachineStatus.Gone,
        _ => throw new UnreachableException(word),
    };
}
