using Haggle.Catalog.BuiltIn;
using Haggle.Core.Economics.Building;
using Haggle.Core.Market;
using Haggle.Core.Units;

namespace Haggle.Catalog.Tests;

public sealed class Facts_about_owning
{
    private static readonly OwningFacts Facts = OwningFacts.BuiltIn;

    [Fact]
    public void Every_price_is_of_a_card_that_is_known_or_of_a_machine_with_room()
    {
        Assert.All(Facts.Parts, part =>
        {
            Assert.True(part.Price > Money.Zero);
            Assert.True(part.Accelerator.Length > 0 ? AcceleratorTable.Find(part.Accelerator)?.Name == part.Accelerator : part.Cards > 0, part.What);
            Assert.NotEmpty(part.What);
        });
        Assert.Equal(Facts.Parts.Length, Facts.Parts.Select(part => (part.Accelerator, part.Cards)).Distinct().Count());
        Assert.Equal(Money.FromUsd(2300), Facts.Machine(4).Price);
        Assert.Equal(Money.FromUsd(699), Facts.Card("GTX1080Ti")?.Price);
        Assert.Null(Facts.Card("H200"));
    }

    [Fact]
    public void Every_assumption_is_there_once_with_unit_and_source()
    {
        Assert.Equal(Facts.Terms.Length, Facts.Terms.Select(term => term.Name).Distinct().Count());
        Assert.All(Facts.Terms, term => Assert.True(term.What.Length > 0 && term.Provenance.Source.Length > 0, term.Name));
        Assert.Equal(0.20m, Facts.Term("electricity_per_kwh").Value);
    }

    [Fact]
    public void The_rules_on_parts_are_those_of_the_article()
    {
        var enough = new Build { Cards = 4, CardWatts = 250, CardMemoryGb = 11, CardCooling = "blower", PcieLanes = 36, PcieSlots = 4, SupplyWatts = 1400, Cores = 8, MemoryGb = 64, Disk = "nvme" };
        Assert.All(PartsCheck.Of(enough, Facts.Checks), finding => Assert.Equal(PartsVerdict.Fits, finding.Verdict));
        var tooLittle = enough with { CardCooling = "open", PcieLanes = 28, PcieSlots = 3, SupplyWatts = 1000, Cores = 6, MemoryGb = 32, Disk = "sata" };
        Assert.All(PartsCheck.Of(tooLittle, Facts.Checks), finding => Assert.True(finding.Verdict > PartsVerdict.Unknown, finding.Rule.Part));
        Assert.All(PartsCheck.Of(new Build(), Facts.Checks), finding => Assert.Equal(PartsVerdict.Unknown, finding.Verdict));
        Assert.All(Facts.Checks, rule => Assert.True(rule.Why.Length > 40, rule.Part));
    }

    [Fact]
    public void Every_rule_of_advice_has_a_condition_a_sentence_and_a_name_of_its_own()
    {
        Assert.Equal(Facts.Advice.Length, Facts.Advice.Select(rule => rule.Id).Distinct().Count());
        Assert.All(Facts.Advice, rule => Assert.True(rule.When.Length > 0 && rule.Weight > 0 && rule.Says.Length > 20, rule.Id));
        string[] known = ["hours_per_week", "needed_months", "break_even_months", "never_pays", "months_short", "data_must_stay", "has_skills", "proof_of_concept", "peak_factor"];
        Assert.All(Facts.Advice.SelectMany(rule => rule.When), condition => Assert.Contains(condition.Fact, known));
    }
}
