using Haggle.Core.Market;

namespace Haggle.Core.Policy.Placement;

/// <summary>What is expected of one offer if it were taken now. All times are in the offer's time, all money is for the whole gang.</summary>
public sealed record ZoneOutlook
{
    /// <summary>The offer and its price for one machine.</summary>
    public required Quote Quote { get; init; }

    /// <summary>What an hour of the whole gang costs, the traffic of its checkpoints included.</summary>
    public required double HourlyUsd { get; init; }

    /// <summary>Whether it is believed that it can be had now.</summary>
    public bool IsUp { get; init; } = true;

    /// <summary>The chance that a launch would find it, as far as what was seen tells: 1 where it was seen lately or its provider says so.</summary>
    public double ChanceUp { get; init; } = 1;

    /// <summary>How long it has been so.</summary>
    public TimeSpan Age { get; init; }

    /// <summary>Expected time until a machine of it is taken back; endless for what nobody takes back.</summary>
    public TimeSpan Life { get; init; } = TimeSpan.MaxValue;

    /// <summary>Expected time until it can be had again; zero when it can.</summary>
    public TimeSpan Return { get; init; }

    /// <summary>From a launch to a program that makes progress.</summary>
    public TimeSpan StartUp { get; init; }

    /// <summary>The share of launches that find nothing.</summary>
    public double LaunchFailures { get; init; }

    /// <summary>The share of its time that saving checkpoints takes.</summary>
    public double Overhead { get; init; }

    /// <summary>How fast it works: 1 is the machine in whose time work is counted, 2 does the same in half the time.</summary>
    public double Speed { get; init; } = 1;

    /// <summary>What moving the data there costs, once.</summary>
    public double MoveUsd { get; init; }

    /// <summary>How long moving the data there takes, once; a part of no other time.</summary>
    public TimeSpan MoveTime { get; init; }

    /// <summary>From a launch to progress, the move of the data included.</summary>
    public TimeSpan Start => StartUp + MoveTime;

    /// <summary>The part of an hour's price that is the traffic of checkpoints.</summary>
    public double TrafficUsdPerHour { get; init; }

    /// <summary>How much more often machines of it are lost than the market model says.</summary>
    public double LossFactor { get; init; } = 1;

    /// <summary>How much sooner it is back than the market model says.</summary>
    public double ComebackFactor { get; init; } = 1;

    /// <summary>
    /// What an hour of progress costs in dollars: the price of a stay as it is billed (start-up and minimum rental included) and of the move, over the
    /// progress of that stay. Endless where a stay is too short for any progress. After the utility of SkyNomad (arXiv 2601.06520), with the bill's own rules.
    /// </summary>
    /// <param name="work">The work that is left; null when nobody knows.</param>
    public double UsdPerHourOfWork(TimeSpan? work)
    {
        var wanted = work is { } left ? Start + (left / ((1 - Overhead) * Speed)) : TimeSpan.FromDays(30);
        var stay = Life < wanted ? Life : wanted;
        var useful = (stay - Start) * ((1 - Overhead) * Speed);
        if (useful <= TimeSpan.Zero) return double.PositiveInfinity;
        var billed = Quote.Offer.Billing.Billed(stay);
        // A launch that finds nothing costs a little time, and time is worth what the machine is.
        var tries = 1 + (0.05 * LaunchFailures / Math.Max(0.05, 1 - LaunchFailures));
        return ((HourlyUsd * billed.TotalHours) + MoveUsd) * tries / useful.TotalHours;
    }
}
