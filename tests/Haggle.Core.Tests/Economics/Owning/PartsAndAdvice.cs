using Haggle.Core.Economics.Advising;
using Haggle.Core.Economics.Building;
using Haggle.Core.Market;

namespace Haggle.Core.Tests.Economics.Owning;

public sealed class PartsAndAdvice
{
    private static readonly Provenance Test = new("a test", DateTimeOffset.UnixEpoch);

    private static readonly PartsRule[] Rules =
    [
        new() { Part = "lanes", Fact = "pcie_lanes", Base = 4, PerCard = 8, IsMust = true, Why = "-", Provenance = Test },
        new() { Part = "supply", Fact = "supply_watts", Base = 400, PerCardWatt = 1, Unit = "W", IsMust = true, Why = "-", Provenance = Test },
        new() { Part = "cores", Fact = "cores", PerCard = 2, Why = "-", Provenance = Test },
        new() { Part = "cooling", Fact = "card_cooling", Words = ["blower", "water"], FromCards = 2, Why = "-", Provenance = Test },
    ];

    [Theory]
    [InlineData(36, 1400, 8, "blower", "Fits Fits Fits Fits")]
    [InlineData(35, 1399, 7, "open", "Short Short Weak Weak")]
    [InlineData(null, 1400, 8, "", "Unknown Unknown Fits Fits")]
    public void Four_cards_of_250_W_need_36_lanes_1400_W_8_cores_and_blowers(int? lanes, int watts, int cores, string cooling, string verdicts)
    {
        var build = new Build { Cards = 4, CardWatts = 250, PcieLanes = lanes, SupplyWatts = watts, Cores = cores, CardCooling = cooling };
        var findings = PartsCheck.Of(build, Rules);
        Assert.Equal(verdicts.Split(' ').Order(), findings.Select(finding => finding.Verdict.ToString()).Order());
        Assert.Equal(findings.OrderByDescending(finding => finding.Verdict), findings);
        Assert.Equal("36 or more", findings.Single(finding => finding.Rule.Part == "lanes").Needs);
    }

    [Fact]
    public void One_card_needs_no_blower_and_unknown_watts_leave_the_supply_open()
    {
        var findings = PartsCheck.Of(new Build { Cards = 1, SupplyWatts = 10_000 }, Rules);
        Assert.DoesNotContain(findings, finding => finding.Rule.Part == "cooling");
        Assert.Equal(PartsVerdict.Unknown, findings.Single(finding => finding.Rule.Part == "supply").Verdict);
    }

    [Theory]
    [InlineData(10.0, null, "bursty", Leaning.Rent, "rents for 10")]
    [InlineData(20.0, null, "", null, "")]
    [InlineData(100.0, null, "busy", Leaning.Own, "owns")]
    [InlineData(10.0, 1.0, "stay bursty", Leaning.Own, "stays")]
    [InlineData(null, 0.0, "", null, "")]
    public void Advice_is_what_the_rules_say_and_leans_where_they_weigh_more(double? hours, double? stay, string rules, Leaning? leans, string first)
    {
        AdviceRule[] all =
        [
            new("bursty", Leaning.Rent, 3, [new AdviceCondition("hours", double.NegativeInfinity, 20)], "rents for {hours}", Test),
            new("busy", Leaning.Own, 3, [new AdviceCondition("hours", 60, double.PositiveInfinity)], "owns", Test),
            new("stay", Leaning.Own, 5, [new AdviceCondition("stay", 1, double.PositiveInfinity)], "stays", Test),
        ];
        var facts = new Dictionary<string, double>();
        if (hours is { } some) facts["hours"] = some;
        if (stay is { } must) facts["stay"] = must;
        var advice = Advice.Of(all, facts);
        Assert.Equal(rules, string.Join(' ', advice.Reasons.Select(reason => reason.Rule.Id)));
        Assert.Equal(leans, advice.Leans);
        Assert.Equal(first, advice.Reasons.Select(reason => reason.Text).FirstOrDefault(""));
    }
}
