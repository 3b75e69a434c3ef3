using Haggle.Core.Economics.Speed;
using Haggle.Core.Economics.Training;
using Haggle.Core.Market;

namespace Haggle.Core.Tests.Economics;

public sealed class TransferLawTests
{
    private static readonly Dictionary<string, CardFigures> Cards = AcceleratorTable.All.Select(CardFigures.Of).OfType<CardFigures>().ToDictionary(card => card.Name);

    [Fact]
    public void A_law_that_made_the_numbers_is_found_again()
    {
        var facts = Cards.Values.Where(card => card.Generation is not null)
            .Select(card => new SpeedFact("m", NumberFormat.Half, card.Name, 3 * Math.Pow(card.Bandwidth, 0.7) * Math.Pow(card.Matrix16, 0.3), "s")).ToArray();
        var law = TransferFit.Fit(facts, Cards.GetValueOrDefault);
        foreach (var (from, to) in new[] { ("V100", "A100"), ("T4", "H100"), ("RTX3090", "RTX4090") })
            Assert.Equal(Math.Pow(Cards[to].Bandwidth / Cards[from].Bandwidth, 0.7) * Math.Pow(Cards[to].Matrix16 / Cards[from].Matrix16, 0.3), law.Ratio("m", NumberFormat.Half, Cards[to], Cards[from]), 0.03);
    }

    [Fact]
    public void There_and_back_is_where_it_began()
    {
        var law = new TransferLaw([new("all:bandwidth", 0.6), new("model:m:matrix", 0.2), new("chip:Ampere", 0.3)]);
        Assert.Equal(1, law.Ratio("m", NumberFormat.Half, Cards["A100"], Cards["V100"]) * law.Ratio("m", NumberFormat.Half, Cards["V100"], Cards["A100"]), 12);
        Assert.Equal(1, law.Ratio("m", NumberFormat.Single, Cards["T4"], Cards["T4"]), 12);
    }

    [Theory]
    [InlineData("RTX3090", 71.15)]
    [InlineData("RTX4090", 165.15)]
    [InlineData("RTXA6000", 154.8)]
    [InlineData("RTX6000-Ada", 364.2)]
    [InlineData("RTX8000", 130.5)]
    [InlineData("V100", 125)]
    [InlineData("GTX1080Ti", 11.34)]
    public void Cards_for_games_reach_half_their_label_in_training(string name, double tflops) => Assert.Equal(tflops, Cards[name].Matrix16, 2);

    [Fact]
    public void Chips_for_inference_are_not_trained_on() => Assert.False(Cards.ContainsKey("Inferentia2"));

    [Theory]
    [InlineData("hours < 1", true)]
    [InlineData("hours > 1", false)]
    [InlineData("quota = vcpus", true)]
    [InlineData("quota != none", true)]
    [InlineData("nothing = known", false)]
    public void A_rule_holds_by_its_facts(string condition, bool holds)
    {
        var facts = new Dictionary<string, string> { ["hours"] = "0.5", ["quota"] = "vcpus", ["provider"] = "AWS" };
        var rule = new PlanRule("id", "cheapest", [condition], "Ask {provider}.", "why", "source");
        Assert.Equal(holds, rule.Holds(facts));
        Assert.Equal("Ask AWS.", rule.Text(facts));
    }

    [Fact]
    public void A_condition_that_is_none_is_refused() =>
        Assert.Throws<FormatException>(() => new PlanRule("id", "cheapest", ["hours"], "", "", "").Holds(new Dictionary<string, string>()));
}
