using Haggle.Core.Ledger;
using Haggle.Core.Market;
using Haggle.Core.Units;
using Haggle.Simulation.Time;

namespace Haggle.Simulation.Clouds;

/// <summary>Something that a simulated provider lets: its price moves and its capacity comes and goes, both by the seed.</summary>
internal sealed class SimOffer(Offer offer, HourlyRate rate, Dice dice)
{
    public Offer Offer { get; } = offer;

    public HourlyRate Rate { get; private set; } = rate;

    public bool IsUp { get; private set; } = true;

    /// <summary>Whether the price of machines that run already moves with the market.</summary>
    public bool Floats { get; init; }

    /// <summary>The lengths between which capacity stays; null when it never goes.</summary>
    public (TimeSpan Min, TimeSpan Max)? Ups { get; init; }

    public (TimeSpan Min, TimeSpan Max) Downs { get; init; } = (TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(20));

    public void Start(Pump pump, Func<bool> isStormy, Action<SimOffer, RateChange> moved, Action<SimOffer> wentDown)
    {
        if (Ups is { } ups) Later(ups, Down);
        if (Floats) Later((TimeSpan.FromMinutes(3), TimeSpan.FromMinutes(60)), Move);

        void Down()
        {
            if (!isStormy()) return;
            IsUp = false;
            wentDown(this);
            Later(Downs, Up);
        }

        void Up()
        {
            IsUp = true;
            if (isStormy()) Later(Ups!.Value, Down);
        }

        void Move()
        {
            if (!isStormy()) return;
            Rate = new HourlyRate(new Money(Math.Max(1, Rate.PerHour.NanoUsd * dice.Between(80, 125) / 100)));
            moved(this, new RateChange(pump.Now, Rate));
            Later((TimeSpan.FromMinutes(3), TimeSpan.FromMinutes(60)), Move);
        }

        void Later((TimeSpan Min, TimeSpan Max) wait, Action act) => pump.After(dice.Between(wait.Min, wait.Max), act);
    }
}
