using Haggle.Simulation.Time;

namespace Haggle.Simulation.Ec2;

/// <summary>What goes wrong when on the way to EC2, out of a seed.</summary>
internal sealed record Ec2Schedule
{
    public required DateTimeOffset Start { get; init; }

    /// <summary>From then on nothing goes wrong any more.</summary>
    public required DateTimeOffset StormEnds { get; init; }

    /// <summary>When the server is killed and never comes back; null for never.</summary>
    public DateTimeOffset? ServerGoneAt { get; init; }

    /// <summary>How often the server is killed before or after a call.</summary>
    public int Crashes { get; init; }

    /// <summary>Share of calls that are lost before EC2 has done anything.</summary>
    public double LostQuestions { get; init; }

    /// <summary>Share of calls whose answer is lost after EC2 has done everything.</summary>
    public double LostAnswers { get; init; }

    /// <summary>Share of what is lost that is lost without a word: the caller waits until its patience ends.</summary>
    public double Silent { get; init; }

    /// <summary>When every call is one too many.</summary>
    public (DateTimeOffset From, DateTimeOffset To)[] Throttling { get; init; } = [];

    /// <summary>When the credential has expired: EC2 says so, or the vendor's chain does before anything is sent.</summary>
    public (DateTimeOffset From, DateTimeOffset To, bool ByTheChain)[] Expired { get; init; } = [];

    /// <summary>Share of machines that never come up, or whose boot script fails.</summary>
    public double NeverUp { get; init; }

    /// <summary>Share of machines whose agent cannot be started.</summary>
    public double NoAgent { get; init; }

    /// <summary>How long EC2's list does not show a new machine.</summary>
    public TimeSpan ListLag { get; init; }

    /// <summary>How old the copy is that some lists are answered from.</summary>
    public TimeSpan Stale { get; init; }

    public bool IsThrottled(DateTimeOffset now) => Throttling.Any(each => each.From <= now && now < each.To);

    public bool IsExpired(DateTimeOffset now, bool byTheChain) => Expired.Any(each => each.ByTheChain == byTheChain && each.From <= now && now < each.To);

    public static Ec2Schedule Draw(Dice dice, DateTimeOffset start, bool forEver)
    {
        var ends = start + dice.Minutes(45, 150);
        var rough = dice.Chance(0.3) ? 3 : 1;
        return new Ec2Schedule
        {
            Start = start,
            StormEnds = ends,
            ServerGoneAt = forEver ? start + dice.Minutes(1, 60) : null,
            Crashes = dice.Chance(0.8) ? dice.Between(1, 4 * rough) : 0,
            LostQuestions = dice.Chance(0.6) ? 0.03 * rough : 0,
            LostAnswers = dice.Chance(0.8) ? 0.05 * rough : 0,
            Silent = dice.Chance(0.3) ? 0.5 : 0,
            Throttling = [.. Times(dice, dice.Between(0, 3), start, ends, 10, 400)],
            Expired = [.. Times(dice, dice.Chance(0.5) ? dice.Between(1, 2) : 0, start, ends, 30, 900).Select(each => (each.From, each.To, dice.Chance(0.5)))],

            // With nobody left who could end it, a computer on which nothing ever ran has no switch either.
            NeverUp = !forEver && dice.Chance(0.3) ? 0.15 : 0,
            NoAgent = dice.Chance(0.3) ? (forEver ? 0.6 : 0.15) : 0,
            ListLag = dice.Chance(0.5) ? dice.Seconds(0, 60) : TimeSpan.FromSeconds(4),
            Stale = dice.Chance(0.4) ? dice.Seconds(1, 45) : TimeSpan.Zero,
        };
    }

    private static IEnumerable<(DateTimeOffset From, DateTimeOffset To)> Times(Dice dice, int count, DateTimeOffset start, DateTimeOffset ends, double secondsMin, double secondsMax)
    {
        for (var i = 0; i < count; i++)
        {
            var from = start + dice.Between(TimeSpan.Zero, ends - start);
            var to = from + dice.Seconds(secondsMin, secondsMax);
            yield return (from, to < ends ? to : ends);
        }
    }
}
