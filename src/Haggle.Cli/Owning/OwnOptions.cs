using System.CommandLine;
using System.Globalization;
using Haggle.Cli.Asking;
using Haggle.Cli.Commands;
using Haggle.Core.Units;

namespace Haggle.Cli.Owning;

/// <summary>The options of `haggle own`.</summary>
internal sealed class OwnOptions
{
    private readonly Option<string?> _machine = new("--machine") { Description = "A machine file: parts, watts, assumptions (docs/owning.md).", HelpName = "FILE" };
    private readonly Option<string?> _gpus = new("--gpus") { Description = "The cards, where there is no machine file: 4x\"RTX 4090\", RTX4090:4.", HelpName = "GPU" };
    private readonly Option<string?> _hours = new("--hours-per-week") { Description = "Hours a week that the machine would work.", HelpName = "H" };
    private readonly Option<bool> _ledger = new("--from-ledger") { Description = "Take the hours from what was really run." };
    private readonly Option<int> _months = new("--months") { Description = "How long to look ahead.", HelpName = "N", DefaultValueFactory = _ => 36 };
    private readonly Option<string?> _price = new("--price") { Description = "What the machine costs in all.", HelpName = "USD" };
    private readonly Option<string?> _watts = new("--watts") { Description = "What it draws while it works.", HelpName = "W" };
    private readonly Option<string[]> _against = new("--against") { Description = "Compare with these rented cards only; may be given several times.", HelpName = "GPU" };
    private readonly Option<string[]> _providers = new("--provider") { Description = "Compare with this provider only; may be given several times.", HelpName = "NAME" };
    private readonly Option<string?> _region = new("--region") { Description = "Compare with regions that have this in their name.", HelpName = "TEXT" };
    private readonly Option<bool> _secure = new("--secure") { Description = "Compare with machines in data centres only." };
    private readonly Option<bool> _split = new("--split") { Description = "The work may be split: compare with smaller machines too, several at once." };
    private readonly Option<string[]> _set = new("--set") { Description = "Change an assumption: electricity_per_kwh=0.30.", HelpName = "NAME=VALUE" };
    private readonly Option<string?> _html = new("--html") { Description = "Also write a report that any browser shows, without network.", HelpName = "FILE" };

    public void AddTo(Command verb)
    {
        foreach (var option in new Option[] { _machine, _gpus, _hours, _ledger, _months, _price, _watts, _against, _providers, _region, _secure, _split, _set, _html }) verb.Add(option);
    }

    /// <exception cref="CliException">Options contradict one another, or one is no number.</exception>
    public OwnWish Read(VerbCall call)
    {
        if (call.Value(_machine) is null == call.Value(_gpus) is null) throw CliException.BadInput("say which machine: --machine FILE, or --gpus GPU", "For example haggle own --gpus 4x\"RTX 4090\" --hours-per-week 40");
        if (call.Value(_hours) is not null && call.Value(_ledger)) throw CliException.BadInput("--hours-per-week and --from-ledger both say how much is run", "Give one of them.");
        var months = call.Value(_months);
        if (months is < 1 or > 240) throw CliException.BadInput($"--months {months.ToString(CultureInfo.InvariantCulture)} is not within 1 to 240");
        return new OwnWish
        {
            MachineFile = call.Value(_machine),
            Gpus = call.Value(_gpus),
            HoursPerWeek = call.Value(_hours) is { } hours ? Number(_hours, hours, 168, "hours a week, from 0 to 168") : null,
            FromLedger = call.Value(_ledger),
            Months = call.Result.GetResult(_months) is { Implicit: false } ? months : null,
            Price = call.Value(_price) is { } price ? Money.TryParse(price, out var usd) && usd >= Money.Zero ? usd : throw Bad(_price, price, "dollars, for example 9500") : null,
            Watts = call.Value(_watts) is { } watts ? Number(_watts, watts.TrimEnd('W', 'w', ' '), 1_000_000, "watts, for example 1900") : null,
            Against = OfferOptions.Wishes(call.Value(_against) ?? []),
            Providers = call.Value(_providers) ?? [],
            Region = call.Value(_region) ?? "",
            SecureOnly = call.Value(_secure),
            MaySplit = call.Value(_split),
            Set = call.Value(_set) ?? [],
            Html = call.Value(_html),
        };
    }

    private static double Number(Option option, string text, double most, string wanted) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number <= most ? number : throw Bad(option, text, wanted);

    private static CliException Bad(Option option, string text, string wanted) => CliException.BadInput($"{option.Name} '{text}' is not {wanted}");
}
