using System.Globalization;
using Haggle.Catalog.BuiltIn;
using Haggle.Catalog.Store;
using Haggle.Cli.Render;
using Haggle.Core.Economics.Owning;
using Haggle.Core.Units;
using Haggle.TaskFiles.Machines;

namespace Haggle.Cli.Owning;

/// <summary>Puts a case together: machine, assumptions, hours, ways to rent. Whatever nobody said is filled in from dated facts, and the case says so.</summary>
internal sealed class OwnCaseMaker(World world, OwnWish wish, OwningFacts facts, MarketFile market)
{
    /// <summary>Half a working week of computing while people sleep: only used, and named, when nothing was said.</summary>
    private const double HoursWhenUnknown = 40;

    private const int MonthsWhenUnknown = 36;

    private readonly List<string> _notes = [];

    /// <exception cref="CliException">What was asked does not make sense; the message says what would.</exception>
    public async Task<OwnCase> MakeAsync(CancellationToken cancellationToken)
    {
        var machine = MachineSource.Read(world, wish);
        var assumed = AssumptionsOf(machine);
        var prices = PricesOf(machine);
        var (watts, wattsFrom) = WattsOf(machine, assumed);
        var speed = new OwnMachineSpeed(machine.Accelerator, machine.Count, machine.Speeds);
        var ledger = wish.FromLedger ? await LedgerAsync(speed, cancellationToken).ConfigureAwait(false) : null;
        var (hours, hoursFrom) = HoursOf(machine, ledger);
        var owned = new OwnedMachine
        {
            Name = machine.Name.Length > 0 ? machine.Name : Cards(machine),
            Price = prices.Aggregate(Money.Zero, (sum, line) => sum + line.Total),
            WattsAtWork = watts,
            WattsIdle = machine.WattsIdle ?? 0,
        };
        var months = wish.Months ?? Math.Max(MonthsWhenUnknown, machine.Work.Months ?? 0);
        return new OwnCase
        {
            Question = new OwnQuestion(owned, assumed.ToTerms(), hours, months),
            Accelerator = machine.Accelerator,
            Cards = machine.Count,
            Prices = prices,
            Assumed = [.. assumed.All],
            Options = OptionsOf(machine, speed, hours, assumed, ledger),
            HoursFrom = hoursFrom,
            WattsFrom = wattsFrom,
            SpeedFrom = speed.How,
            Notes = _notes,
            Build = machine.Build,
            Facts = FactsOf(machine.Work),
            Ledger = ledger,
        };
    }

    private Assumptions AssumptionsOf(MachineFile machine)
    {
        var assumed = new Assumptions(facts);
        foreach (var (name, value) in machine.Terms) assumed.Set(name, value, "the machine file");
        foreach (var text in wish.Set) assumed.Set(text);
        return assumed;
    }

    private List<PriceLine> PricesOf(MachineFile machine)
    {
        if (wish.Price is { } said) return [new PriceLine("all parts", 1, said, "the command line")];
        if (machine.Price is { } whole) return [new PriceLine("all parts", 1, whole, "the machine file")];
        if (machine.Parts.Length > 0) return [.. machine.Parts.Select(part => new PriceLine(part.Name, part.Count, part.Price, "the machine file"))];
        var card = facts.Card(machine.Accelerator.Name)
            ?? throw CliException.BadInput($"no price of a {machine.Accelerator.Name} is known", "Say what the machine costs: --price 9500, or parts in a machine file.");
        var rest = facts.Machine(machine.Count);
        _notes.Add($"The prices of the parts are old: {Source(card)}; {Source(rest)}. Say today's with --price, or in a machine file.");
        if (machine.Count > rest.Cards) _notes.Add($"The built-in price of a machine is for at most {rest.Cards} cards; with {machine.Count} it takes more than one, or a server.");
        var bodies = (machine.Count + rest.Cards - 1) / rest.Cards;
        return [new PriceLine(machine.Accelerator.Name, machine.Count, card.Price, Source(card)), new PriceLine("everything else", bodies, rest.Price, Source(rest))];
    }

    private (double Watts, string From) WattsOf(MachineFile machine, Assumptions assumed)
    {
        if (wish.Watts is { } said) return (said, "the command line");
        if (machine.Watts is { } known) return (known, machine.WattsAreMeasured ? "measured, says the machine file" : "rated, says the machine file");
        var tdp = machine.Accelerator.Tdp?.Value ?? throw CliException.BadInput($"nobody says how many watts a {machine.Accelerator.Name} draws", "Say what the machine draws: --watts 1900");
        return ((machine.Count * tdp) + (double)assumed["machine_watts"], FormattableString.Invariant($"rated: {machine.Count} x {tdp:0} W and {assumed["machine_watts"]:0} W for the rest; measure yours at the wall"));
    }

    private async Task<LedgerWork> LedgerAsync(OwnMachineSpeed speed, CancellationToken cancellationToken)
    {
        using var client = await world.ConnectAsync(cancellationToken).ConfigureAwait(false);
        return await new LedgerReader(client, market, speed).ReadAsync(cancellationToken).ConfigureAwait(false);
    }

    private (double Hours, string From) HoursOf(MachineFile machine, LedgerWork? ledger)
    {
        if (ledger is not null)
        {
            if (ledger.HoursPerWeek > OwningCalendar.HoursPerWeek) throw TooMuch(machine, ledger.HoursPerWeek);
            return (ledger.HoursPerWeek, $"the ledger: {SizeText.Count(ledger.Runs, "run")} since {TimeText.Day(ledger.From)}");
        }

        if (wish.HoursPerWeek is { } said) return (said, "the command line");
        if (machine.Work.HoursPerWeek is { } known) return (known, "the machine file");
        _notes.Add(FormattableString.Invariant($"Nobody said how much the machine works: {HoursWhenUnknown:0} hours a week are assumed. --hours-per-week says it, --from-ledger takes it from your runs."));
        return (HoursWhenUnknown, "assumed");
    }

    private List<RentOption> OptionsOf(MachineFile machine, OwnMachineSpeed speed, double hours, Assumptions assumed, LedgerWork? ledger)
    {
        var mustStay = machine.Work.DataMustStay == true;
        if (mustStay && !wish.SecureOnly) _notes.Add("The data must stay in the house: machines of private persons are left out of the comparison, and any rented machine needs somebody's leave.");
        var rentals = new RentalMarket(market, speed, new RentalWish { Against = wish.Against, Providers = wish.Providers, Region = wish.Region, SecureOnly = wish.SecureOnly || mustStay, MaySplit = wish.MaySplit, Now = world.Time.GetUtcNow() });
        var options = rentals.Find(hours, assumed, out var missing);
        if (options.Count == 0 && ledger is null)
            throw new CliException(ExitCodes.NoOffer, "nobody in the catalogue lets a machine that could do the work", "Ask for less: --split over smaller machines, --against another GPU, another --provider or --region; or import newer prices.");
        if (missing.Count > 0) _notes.Add($"Nobody in the catalogue lets such a machine {string.Join(" or ", missing)}.");
        if (ledger is { OwnHours: > 0, PaidNanoUsd: > 0 })
        {
            options.Add(new RentOption
            {
                Name = "as you ran it",
                Purchase = Core.Market.Purchase.Managed,
                Rate = new HourlyRate(new Money((long)Math.Round(ledger.PaidNanoUsd / ledger.OwnHours))),
                Provenance = new Core.Market.Provenance("your ledger", ledger.To),
            });
        }

        return options;
    }

    private static Dictionary<string, double> FactsOf(MachineWork work)
    {
        var said = new Dictionary<string, double>(StringComparer.Ordinal);
        void Add(string name, double? value)
        {
            if (value is { } known) said[name] = known;
        }

        Add("needed_months", work.Months);
        Add("data_must_stay", Number(work.DataMustStay));
        Add("has_skills", Number(work.Skills));
        Add("proof_of_concept", Number(work.ProofOfConcept));
        Add("peak_factor", work.PeakFactor);
        return said;
    }

    private static double? Number(bool? answer) => answer is { } known ? known ? 1 : 0 : null;

    private static CliException TooMuch(MachineFile machine, double hours)
    {
        var machines = (int)Math.Ceiling(hours / OwningCalendar.HoursPerWeek);
        return CliException.BadInput(
            FormattableString.Invariant($"what you ran is {hours:0} hours a week on {Cards(machine)}; a week has 168"),
            string.Create(CultureInfo.InvariantCulture, $"It takes {machines} such machines: --gpus {machine.Accelerator.Name}:{machine.Count * machines}"));
    }

    private static string Cards(MachineFile machine) => string.Create(CultureInfo.InvariantCulture, $"{machine.Count}x {machine.Accelerator.Name}");

    private static string Source(PartPrice part) => $"{part.Provenance.Source}, {TimeText.Day(part.Provenance.AsOf)}";
}
