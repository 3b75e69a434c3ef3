using Haggle.Core.Policy.Placement;
using Haggle.Core.Simulation;
using static Haggle.Core.Tests.Policy.Placement.Zones;

namespace Haggle.Core.Tests.Policy.Placement;

/// <summary>The advisor minute by minute against enemies: start-ups up to what is allowed for, reclaims without notice at the worst time, wrong beliefs.</summary>
public sealed class PlacementRobustnessTests
{
    private const double StartUp = 6;
    private const double Checkpoint = 10;
    private const double Reserve = (3 * StartUp) + Checkpoint;

    private delegate (bool Up, bool Lost) Market(int minute, double heldFor, double left, Seed draw);

    private static readonly Dictionary<string, Market> Enemies = new()
    {
        ["taken back right after each start-up"] = (_, held, _, _) => (true, held > StartUp),
        ["taken back just before each checkpoint"] = (_, held, _, _) => (true, held >= StartUp + Checkpoint - 1),
        ["never up"] = (_, _, _, _) => (false, true),
        ["up in the last hour only"] = (_, _, left, _) => (left <= 60, left > 60),
        ["flapping each minute"] = (minute, _, _, _) => (minute % 2 == 0, minute % 2 == 1),
        ["by chance"] = (_, _, _, draw) => (draw.NextShare() < 0.5, draw.NextShare() < 0.03),
    };

    [Theory]
    [InlineData(1, "as it is")]
    [InlineData(0.1, "believed to last ten times as long")]
    [InlineData(10, "believed to be lost ten times as often")]
    public void No_enemy_and_no_wrong_belief_makes_a_run_late(double belief, string why)
    {
        foreach (var (name, market) in Enemies)
            for (ulong seed = 1; seed <= 3; seed++)
            {
                var draw = new Seed(seed * 977);
                var work = 60 + draw.Next(240);
                var window = work + StartUp + draw.Next(200);
                var (finish, usd) = Play(market, work, window, belief, draw);
                Assert.True(finish <= window, $"{name}, {why}, seed {seed}: {finish} of {window} minutes for {work} of work");
                Assert.True(usd <= 1.6 * 3.06 * (work + StartUp) / 60, $"{name}, {why}, seed {seed}: ${usd:0.00}");
            }
    }

    [Fact]
    public void A_deadline_that_cannot_be_met_is_answered_at_once_with_the_fastest()
    {
        var advice = Assert.IsType<PlacementAdvice.Take>(PlacementAdvisor.Advise(Ask(2, 5, Zone())));
        Assert.False(advice.Offer.Quote.Offer.CanBeReclaimed);
        Assert.Contains("the deadline cannot be met", advice.Why, StringComparison.Ordinal);
    }

    // Returns when the work was done, in minutes, and what it cost.
    private static (double Finish, double Usd) Play(Market market, double work, double window, double belief, Seed draw)
    {
        var (held, heldFor, saved, usd, starting, look) = ("", 0.0, work, 0.0, 0.0, 0);
        for (var minute = 0; ; minute++)
        {
            var left = window - minute;
            var (up, lost) = market(minute, heldFor, left, draw);
            if (held == "spot" && lost) (held, work, look) = ("", saved, minute);
            if (held != "spot" && minute >= look)
            {
                var wish = PlacementAdvisor.Advise(Question(left, work, up, belief, held == "paid"));
                var next = wish switch { PlacementAdvice.Take { Offer.Quote.Offer.CanBeReclaimed: true } => "spot", PlacementAdvice.Take => "paid", PlacementAdvice.Wait => "", _ => held };
                look = minute + (wish is PlacementAdvice.Wait wait ? Math.Max(1, (int)wait.AtMost.TotalMinutes) : 10);

                // Launched on a belief: the market may have none after all, and the next minute knows.
                if (next == "spot" && !up) (next, look) = ("", minute + 1);
                if (next != held) (held, heldFor, starting) = (next, 0, next.Length > 0 ? StartUp : 0);
                if (held.Length == 0) saved = work;
            }

            if (held.Length == 0) continue;
            usd += (held == "spot" ? 0.97 : 3.06) / 60;
            heldFor++;
            if (starting > 0) starting--;
            else work--;
            if (held == "paid" || heldFor % Checkpoint == 0) saved = work;
            if (work <= 0) return (minute + 1, usd);
        }
    }

    private static PlacementQuestion Question(double left, double work, bool up, double belief, bool holds) => new()
    {
        Spot = [Zone(up: up, life: 3.7 / belief, start: StartUp / 60) with { LossFactor = belief }],
        Lasting = [OnDemand(start: StartUp / 60)],
        Left = TimeSpan.FromMinutes(left),
        Work = new WorkEstimate(TimeSpan.FromMinutes(work), TimeSpan.FromMinutes(work * 1.02)),
        Reserve = TimeSpan.FromMinutes(Reserve),
        Loss = TimeSpan.FromMinutes(Checkpoint / 2),
        HoldsLasting = holds,
    };
}
