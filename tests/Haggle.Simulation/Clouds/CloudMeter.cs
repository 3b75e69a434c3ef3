using System.Numerics;

namespace Haggle.Simulation.Clouds;

/// <summary>
/// The provider's own meter, written from the words of the law and not from the product's code: the machine's life in the offer's time is counted by
/// the billing rule; each stretch at one rate is priced and rounded by itself, half up to the nano-dollar; what the rule adds at the end has the last rate.
/// </summary>
internal static class CloudMeter
{
    private static readonly BigInteger Hour = TimeSpan.TicksPerHour;

    public static long OwedNano(SimMachine machine, DateTimeOffset until)
    {
        if (machine.BilledFrom is not { } from || machine.Rates.Count == 0) return 0;
        var offer = machine.From.Offer;
        var end = machine.BilledTo is { } to && to < until ? to : until;
        BigInteger life = end <= from ? 0 : (end - from).Ticks * (BigInteger)offer.Pace;
        var step = (BigInteger)offer.Billing.Increment.Ticks;
        var billed = BigInteger.Max(offer.Billing.Minimum.Ticks, BigInteger.Divide(life + step - 1, step) * step);

        var stretches = new List<(BigInteger Length, long Rate)>();
        var left = billed;
        for (var i = 0; i < machine.Rates.Count; i++)
        {
            var begins = i == 0 ? from : machine.Rates[i].From;
            var isLast = i == machine.Rates.Count - 1;
            var length = isLast ? left : BigInteger.Min(left, (machine.Rates[i + 1].From - begins).Ticks * (BigInteger)offer.Pace);
            stretches.Add((length, machine.Rates[i].Rate.PerHour.NanoUsd));
            left -= length;
        }

        return (long)stretches.Aggregate(BigInteger.Zero, (sum, s) => sum + RoundHalfUp(s.Length * s.Rate, Hour));
    }

    private static BigInteger RoundHalfUp(BigInteger amount, BigInteger by) => BigInteger.Divide((2 * amount) + by, 2 * by);
}
