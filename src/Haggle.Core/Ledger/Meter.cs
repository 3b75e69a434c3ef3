using Haggle.Core.Market;
using Haggle.Core.Units;

namespace Haggle.Core.Ledger;

/// <summary>
/// What a machine owes. The law: the machine's life (in the offer's time) is counted by the offer's billing rule; each stretch at one rate
/// is priced and rounded by itself (half up to the nano-dollar); what the rule adds at the end is priced at the last rate.
/// </summary>
public static class Meter
{
    /// <summary>What is owed for a machine until <paramref name="until"/>, or until it was gone when that is earlier.</summary>
    /// <param name="reading">What the provider said about its life and rates.</param>
    /// <param name="offer">How its time is counted and how fast it passes.</param>
    /// <param name="until">The instant up to which to count, by the provider's clock.</param>
    public static Money Owed(MeterReading reading, Offer offer, DateTimeOffset until)
    {
        ArgumentNullException.ThrowIfNull(reading);
        ArgumentNullException.ThrowIfNull(offer);
        if (reading.From is not { } from || reading.Rates.IsEmpty) return Money.Zero;
        var end = reading.To is { } to && to < until ? to : until;
        if (end < from) end = from;
        var billed = offer.Billing.Billed((end - from) * Math.Max(1, offer.Pace));
        var owed = Money.Zero;
        var counted = TimeSpan.Zero;
        for (var i = 0; i < reading.Rates.Length; i++)
        {
            var last = i == reading.Rates.Length - 1;
            var upTo = last ? billed : Clamp((reading.Rates[i + 1].From - from) * Math.Max(1, offer.Pace), counted, billed);
            owed += reading.Rates[i].Rate * (upTo - counted);
            counted = upTo;
        }

        return owed;
    }

    private static TimeSpan Clamp(TimeSpan value, TimeSpan min, TimeSpan max) => value < min ? min : value > max ? max : value;
}
