using System.Globalization;
using Haggle.Catalog.BuiltIn;
using Haggle.Cli.Render;
using Haggle.Core.Economics.Owning;
using Haggle.Core.Tasks;
using Haggle.Core.Units;

namespace Haggle.Cli.Owning;

/// <summary>The assumptions of one answer: the built-in ones, over them the machine file's, over them the command line's. Each keeps who says so.</summary>
internal sealed class Assumptions
{
    private readonly Dictionary<string, Assumed> _all = [];

    public Assumptions(OwningFacts facts)
    {
        foreach (var term in facts.Terms)
            _all[term.Name] = new Assumed(term.Name, term.Value, term.What, $"{term.Provenance.Source}, {TimeText.Day(term.Provenance.AsOf)}");
    }

    public IEnumerable<Assumed> All => _all.Values;

    public decimal this[string name] => _all[name].Value;

    public void Set(string name, decimal value, string source) => _all[name] = _all[name] with { Value = value, Source = source };

    /// <summary>Takes "electricity_per_kwh=0.30".</summary>
    /// <exception cref="CliException">There is no such assumption, or the value is none.</exception>
    public void Set(string text)
    {
        var parts = text.Split('=', 2);
        if (parts.Length < 2) throw CliException.BadInput($"--set: '{text}' is not NAME=VALUE", "For example --set electricity_per_kwh=0.30");
        var name = parts[0].Trim();
        if (!_all.ContainsKey(name))
            throw CliException.BadInput($"--set: there is no assumption '{name}'", Spelling.Nearest(name, _all.Keys) is { } near ? $"Did you mean {near}?" : "haggle own shows them all at its end.");
        var digits = parts[1].Trim().TrimStart('$');
        var isPercentage = digits.EndsWith('%');
        if (!decimal.TryParse(digits.TrimEnd('%'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) || value > 1_000_000)
            throw CliException.BadInput($"--set {name}: '{parts[1]}' is not a number, zero or more", "For example --set electricity_per_kwh=0.30");
        Set(name, isPercentage ? value / 100 : value, "the command line");
    }

    /// <exception cref="CliException">A number is outside its range.</exception>
    public OwningTerms ToTerms()
    {
        Require("pue", 1, 10, "watts drawn for each watt of the machine: 1 or more");
        Require("resale", 0, 1, "a share of the price: 0 to 1");
        Require("repairs_per_year", 0, 1, "a share of the price: 0 to 1");
        Require("interest_per_year", 0, 1, "a share: 0 to 1");
        Require("admin_hours_per_month", 0, 730, "hours of a month: 0 to 730");
        Require("life_years", 0.25m, 20, "years: 0.25 to 20");
        return new OwningTerms
        {
            ElectricityPerKwh = Usd("electricity_per_kwh"),
            PowerOverhead = (double)this["pue"],
            SpacePerMonth = Usd("space_per_month"),
            AdminHoursPerMonth = (double)this["admin_hours_per_month"],
            AdminPerHour = Usd("admin_per_hour"),
            RepairsPerYear = (double)this["repairs_per_year"],
            InterestPerYear = (double)this["interest_per_year"],
            BandwidthPerMonth = Usd("bandwidth_per_month"),
            LifeMonths = Math.Max(1, (int)Math.Round(this["life_years"] * OwningCalendar.MonthsPerYear)),
            ResaleShare = (double)this["resale"],
        };
    }

    public Money Usd(string name) => Money.FromUsd(Math.Round(this[name], 9));

    private void Require(string name, decimal least, decimal most, string wanted)
    {
        if (this[name] < least || this[name] > most) throw CliException.BadInput($"{name} is {this[name].ToString(CultureInfo.InvariantCulture)}; it must be {wanted}");
    }
}
