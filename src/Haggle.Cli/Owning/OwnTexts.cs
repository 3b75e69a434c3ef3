using System.Globalization;
using Haggle.Cli.Render;
using Haggle.Core.Economics.Advising;
using Haggle.Core.Economics.Building;
using Haggle.Core.Units;

namespace Haggle.Cli.Owning;

/// <summary>The sentences of an answer, the same in the terminal and in a report.</summary>
internal static class OwnTexts
{
    private const string Never = "never";

    public static string Title(OwnAnswer answer) => $"Rent, reserve or own: {answer.Case.Question.Machine.Name}";

    /// <summary>The answer in one or two sentences.</summary>
    public static string Verdict(OwnAnswer answer)
    {
        var question = answer.Case.Question;
        var work = FormattableString.Invariant($"At {question.HoursPerWeek:0.#} hours a week");
        if (answer.Rival is not { } rival) return $"{work} the machine costs {Usd(answer.Bill.Net)} in {Months(question.Months)}.";
        var against = rival.Option.Machine.Length > 0 ? $"{rival.Option.Name} ({Machine(rival)})" : rival.Option.Name;
        var verdict = answer.OwningIsCheaper
            ? $"{work} owning is cheaper: {Usd(answer.Bill.Net)} in {Months(question.Months)}, {Usd(rival.Saved)} less than the cheapest way to rent, {against}."
            : $"{work} renting is cheaper: {Usd(rival.Curve.Last)} in {Months(question.Months)}, {Usd(-rival.Saved)} less than owning, by {against}.";
        return $"{verdict} {BreakEven(answer, rival)}";
    }

    public static string BreakEven(OwnAnswer answer, OwnLine line)
    {
        var hours = line.BreakEvenHours switch
        {
            null => "No number of hours a week would make owning cheaper over that time.",
            < 0.05 => "Owning is cheaper over that time however little it works.",
            { } some => FormattableString.Invariant($"Over that time owning is cheaper from {some:0.#} hours a week on."),
        };
        return line.BreakEvenMonth switch
        {
            null => $"What is paid for the machine is not back within {Months(answer.Case.Question.Months)}. {hours}",
            0 => hours,
            { } month => $"What is paid for it is back after {Month(month)}. {hours}",
        };
    }

    /// <summary>"4x gcp g2-standard-4 us-east4".</summary>
    public static string Machine(OwnLine line) => (line.Machines > 1 ? string.Create(CultureInfo.InvariantCulture, $"{line.Machines}x ") : "") + line.Option.Machine;

    public static string Leaning(Leaning? leaning) => leaning switch
    {
        Core.Economics.Advising.Leaning.Own => "All in all: a machine of your own.",
        Core.Economics.Advising.Leaning.Rent => "All in all: rent.",
        _ => "All in all: it balances.",
    };

    public static string Leans(Leaning leaning) => leaning == Core.Economics.Advising.Leaning.Own ? "own" : "rent";

    public static Inked Verdict(PartsFinding finding) => finding.Verdict switch
    {
        PartsVerdict.Fits => new Inked("fits", Ink.Good),
        PartsVerdict.Unknown => new Inked("not said", Ink.Careful),
        PartsVerdict.Weak => new Inked("weak", Ink.Careful),
        _ => new Inked("too little", Ink.Bad),
    };

    public static string Month(double? month) => month switch
    {
        null => Never,
        0 => "at once",
        { } some => some.ToString("0.0", CultureInfo.InvariantCulture) + " months",
    };

    public static string ShortMonth(double? month) => month switch
    {
        null => Never,
        0 => "at once",
        { } some => some.ToString("0.0", CultureInfo.InvariantCulture) + " mo",
    };

    public static string Months(int months) => SizeText.Count(months, "month");

    /// <summary>Whole dollars from a hundred on: nobody foresees cents of a year.</summary>
    public static string Usd(Money amount) => MoneyText.Amount(amount.NanoUsd, Math.Abs(amount.NanoUsd) >= 100_000_000_000 ? 0 : 2);

    public static string Value(Assumed assumed) => assumed.Value.ToString("#,0.####", CultureInfo.InvariantCulture);
}
