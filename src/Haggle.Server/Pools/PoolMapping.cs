using Haggle.Core.Pools;
using Haggle.Core.Units;
using Haggle.Providers.Ssh;
using Haggle.Wire.Hosts;
using Haggle.Wire.Rest;

namespace Haggle.Server.Pools;

/// <summary>A machine of the pool between Core and wire.</summary>
internal static class PoolMapping
{
    public static PoolMachine Machine(AddMachineRequest request) => new()
    {
        Name = request.Name,
        Host = request.Host.Length > 0 ? request.Host : request.Name,
        User = request.User,
        Port = request.Port,
        Jump = request.Jump,
        Identity = request.Identity,
        Rate = new HourlyRate(new Money(Math.Max(0, request.PriceNanoUsdPerHour))),
        RateFrom = request.PriceFrom,
    };

    public static PoolMachineMessage Message(PoolMachine machine, HostFactsMessage? facts, string problem) => new()
    {
        Name = machine.Name,
        Host = machine.Host,
        User = machine.User,
        Port = machine.Port,
        Jump = machine.Jump,
        Identity = machine.Identity,
        Fingerprints = [.. machine.HostKeys.Select(key => HostKeyLook.Fingerprint(key.Split(' ')[1]))],
        PriceNanoUsdPerHour = machine.Rate.PerHour.NanoUsd,
        PriceFrom = machine.RateFrom,
        Draining = machine.Draining,
        Facts = facts,
        Problem = problem,
    };
}
