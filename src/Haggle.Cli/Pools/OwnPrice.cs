using Haggle.Catalog.BuiltIn;
using Haggle.Cli.Asking;
using Haggle.Cli.Owning;
using Haggle.Cli.Render;
using Haggle.Core.Economics.Owning;
using Haggle.Core.Units;

namespace Haggle.Cli.Pools;

/// <summary>What an hour of one's own machine costs: all that owning it costs over the time that is looked ahead, less what it is then worth, for each hour that it works.</summary>
internal static class OwnPrice
{
    private const int Months = 36;

    public static async Task<(HourlyRate Rate, string From)> OfAsync(World world, string file, CancellationToken cancellationToken)
    {
        using var market = MarketAnswer.Open(world);
        var wish = new OwnWish { MachineFile = file, Months = Months };
        var asked = await new OwnCaseMaker(world, wish, OwningFacts.BuiltIn, market).MakeAsync(cancellationToken).ConfigureAwait(false);
        var question = asked.Question;
        var hours = OwningCalendar.Hours(question.HoursPerWeek, question.Months).TotalHours;
        if (hours <= 0) throw CliException.BadInput($"{file} says that the machine never works, so an hour of it has no price", "Say how much it works: work: {hours_per_week: 60}, or name the price with --price.");
        var net = OwningCost.After(question, question.Months).Net;
        var rate = new HourlyRate(new Money((long)Math.Round(Math.Max(0, net.NanoUsd) / hours)));
        return (rate, FormattableString.Invariant($"haggle own {Path.GetFileName(file)}, {TimeText.Day(world.Time.GetUtcNow())}: {MoneyText.Amount(net.NanoUsd)} in {question.Months} months of {question.HoursPerWeek:0.#} h a week"));
    }
}
