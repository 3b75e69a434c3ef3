using System.Collections.Immutable;
using Haggle.Catalog.BuiltIn;
using Haggle.Core.Economics.Advising;
using Haggle.Core.Economics.Building;
using Haggle.Core.Economics.Owning;

namespace Haggle.Cli.Owning;

/// <summary>The answer to "rent, reserve or own?", computed once; the views only lay it out.</summary>
internal sealed class OwnAnswer
{
    public OwnAnswer(OwnCase asked, OwningFacts facts)
    {
        Case = asked;
        var question = asked.Question;
        Paid = OwningCost.Paid(question);
        Bill = OwningCost.After(question, question.Months);
        Lines = [.. asked.Options.Select(option => OwnLine.Of(question, Paid, option))];
        Rival = Lines.MinBy(line => line.Curve.Last.NanoUsd);
        Sensitivity = Rival is null ? [] : Core.Economics.Owning.Sensitivity.Of(question, Rival.Option);
        Findings = asked.Build is { } build ? PartsCheck.Of(build, facts.Checks) : [];
        Advice = Advice.Of(facts.Advice, AdviceFacts());
    }

    public OwnCase Case { get; }

    /// <summary>What owning has taken out of the pocket after each month.</summary>
    public CostCurve Paid { get; }

    /// <summary>What owning costs until the end, by what it goes for.</summary>
    public OwningBill Bill { get; }

    public IReadOnlyList<OwnLine> Lines { get; }

    /// <summary>The cheapest way to rent until the end; null when there is none.</summary>
    public OwnLine? Rival { get; }

    public ImmutableArray<SensitivityLine> Sensitivity { get; }

    public ImmutableArray<PartsFinding> Findings { get; }

    public Advice Advice { get; }

    public bool OwningIsCheaper => Rival is { } rival && rival.Saved.NanoUsd > 0;

    private Dictionary<string, double> AdviceFacts()
    {
        var facts = new Dictionary<string, double>(Case.Facts) { ["hours_per_week"] = Case.Question.HoursPerWeek };
        if (Rival is not { } rival) return facts;
        if (rival.BreakEvenMonth is { } month) facts["break_even_months"] = month;
        else facts["never_pays"] = 1;
        if (facts.TryGetValue("needed_months", out var needed) && (rival.BreakEvenMonth ?? Case.Question.Months) - needed is > 0 and var shortBy) facts["months_short"] = shortBy;
        return facts;
    }
}
