using System.Collections.Immutable;
using Haggle.Core.Economics.Building;
using Haggle.Core.Market;
using Haggle.Core.Tasks;
using Haggle.Core.Units;
using Haggle.TaskFiles.Reading;
using Haggle.TaskFiles.Source;
using Haggle.TaskFiles.Yaml;

namespace Haggle.TaskFiles.Machines;

/// <summary>Reads the fields of a machine file.</summary>
internal static class MachineSection
{
    private const int MostCards = 64;
    private const double MostWatts = 1_000_000;

    /// <summary>The assumptions that a file may set, and their ranges. Shares may be written as 0.03 or as 3%.</summary>
    private static readonly (string Name, double Least, double Most, bool IsShare)[] Terms =
    [
        ("electricity_per_kwh", 0, 100, false), ("machine_watts", 0, MostWatts, false), ("pue", 1, 10, false), ("space_per_month", 0, 1e6, false),
        ("admin_hours_per_month", 0, 730, false), ("admin_per_hour", 0, 1e4, false), ("repairs_per_year", 0, 1, true), ("interest_per_year", 0, 1, true),
        ("bandwidth_per_month", 0, 1e6, false), ("life_years", 0.25, 20, false), ("resale", 0, 1, true), ("spot_repeated", 0, 5, true),
        ("storage_gb", 0, 1e9, false), ("storage_per_gb_month", 0, 100, false),
    ];

    public static MachineFile? Read(YamlNode document, Complaints complaints)
    {
        var field = new Field(document, "", new ReadingSession(complaints, TaskOverrides.None));
        if (Section.Open(field) is not { } section) return null;
        var cards = section.Require("gpus", "RTX4090:4") is { } gpus ? Cards(gpus) : null;
        var parts = section.Take("parts")?.Items("a list of parts such as {part: RTX 4090, price: 1599, count: 4}").Select(Part).OfType<MachinePart>().ToImmutableArray() ?? [];
        var price = section.Take("price")?.Amount();
        if (price is not null && parts.Length > 0) field.Refuse("says what the machine cost in two ways: price and parts", "keep one of the two");
        var watts = section.Take("watts")?.Between(0, MostWatts, "watts from 0 to 1,000,000");
        var areMeasured = section.Take("watts_are")?.OneWordOf("measured", "rated") == "measured";
        var machine = new MachineFile
        {
            Name = section.Take("name")?.Word() ?? "",
            Accelerator = cards?.Model ?? AcceleratorTable.All[0],
            Count = cards?.Count ?? 1,
            Parts = parts,
            Price = price,
            Watts = watts,
            WattsAreMeasured = areMeasured,
            WattsIdle = section.Take("watts_idle")?.Between(0, MostWatts, "watts from 0 to 1,000,000"),
            Speeds = section.Take("speed") is { } speed ? Speeds(speed) : ImmutableSortedDictionary<string, double>.Empty,
            Terms = section.Take("terms") is { } terms ? ReadTerms(terms) : ImmutableSortedDictionary<string, decimal>.Empty,
            Build = section.Take("build") is { } build ? ReadBuild(build, cards?.Model) : null,
            Work = section.Take("work") is { } work ? ReadWork(work) : new MachineWork(),
        };
        section.Close();
        return cards is null ? null : machine;
    }

    private static (AcceleratorModel Model, int Count)? Cards(Field field)
    {
        if (AcceleratorsField.ReadWord(field) is not { } request) return null;
        if (request is not AcceleratorRequest.Named named) field.Refuse("must name the cards", "for example RTX4090:4");
        else if (named.Count != Math.Floor(named.Count) || named.Count > MostCards) field.Refuse($"must be a whole number of cards up to {MostCards}");
        else if (Known(named.Name, out var why) is { } model) return (model, (int)named.Count);
        else field.Refuse($"is no card that is known: {why}", KnownAccelerators.Nearest(named.Name) is { } near ? $"did you mean {near}?" : "haggle gpus lists those that are");
        return null;
    }

    /// <summary>A canonical name means that model even where its label is sold with other memory too.</summary>
    private static AcceleratorModel? Known(string name, out string why)
    {
        why = "";
        return AcceleratorTable.Find(name) ?? AcceleratorTable.Resolve(name, 0, out why);
    }

    private static MachinePart? Part(Field field)
    {
        if (Section.Open(field, "a part such as {part: RTX 4090, price: 1599, count: 4}") is not { } section) return null;
        var name = section.Require("part", "RTX 4090")?.Word();
        var price = section.Require("price", "1599")?.Amount();
        var count = section.Take("count")?.Whole(1, 1000) ?? 1;
        section.Close();
        return name is not null && price is { } each ? new MachinePart(name, each, count) : null;
    }

    private static ImmutableSortedDictionary<string, double> Speeds(Field field)
    {
        var speeds = ImmutableSortedDictionary.CreateBuilder<string, double>(StringComparer.Ordinal);
        foreach (var (key, value) in field.Entries("a map such as {V100: 0.9}: one of its cards does 0.9 of the work of one V100"))
        {
            if (value.Number(0, "a number above zero", mayBeLeast: false) is not { } speed) continue;
            if (Known(key.Text, out var why) is { } model) speeds[model.Name] = speed;
            else (field with { Node = key }).Refuse($"names no card that is known: {why}", KnownAccelerators.Nearest(key.Text) is { } near ? $"did you mean {near}?" : null);
        }

        return speeds.ToImmutable();
    }

    private static ImmutableSortedDictionary<string, decimal> ReadTerms(Field field)
    {
        var read = ImmutableSortedDictionary.CreateBuilder<string, decimal>(StringComparer.Ordinal);
        if (Section.Open(field) is not { } section) return read.ToImmutable();
        foreach (var (name, least, most, isShare) in Terms)
        {
            if (section.Take(name) is not { } term) continue;
            var wanted = isShare ? $"a share from {least:0.##} to {most:0.##}, or a percentage such as 5%" : $"a number from {least:0.##} to {most:#,0.##}";
            if (term.Between(least, most, wanted, isShare) is { } value) read[name] = (decimal)value;
        }

        section.Close();
        return read.ToImmutable();
    }

    private static Build ReadBuild(Field field, AcceleratorModel? card)
    {
        if (Section.Open(field) is not { } section) return new Build();
        var build = new Build
        {
            Cards = section.Take("grow_to")?.Whole(1, MostCards) ?? 4,
            CardWatts = section.Take("card_watts")?.Between(0, 10_000, "watts from 0 to 10,000") ?? card?.Tdp?.Value,
            CardMemoryGb = card?.MemoryGb.Value,
            CardCooling = section.Take("card_cooling")?.OneWordOf("blower", "open", "water") ?? "",
            PcieLanes = section.Take("pcie_lanes")?.Whole(1, 1024),
            PcieSlots = section.Take("pcie_slots")?.Whole(1, 64),
            SupplyWatts = section.Take("supply_watts")?.Between(0, MostWatts, "watts from 0 to 1,000,000"),
            Cores = section.Take("cores")?.Whole(1, 4096),
            MemoryGb = section.Take("memory_gb")?.Between(0, 1_000_000, "GB from 0 to 1,000,000"),
            Disk = section.Take("disk")?.OneWordOf("nvme", "sata", "hdd") ?? "",
        };
        section.Close();
        return build;
    }

    private static MachineWork ReadWork(Field field)
    {
        if (Section.Open(field) is not { } section) return new MachineWork();
        var work = new MachineWork
        {
            HoursPerWeek = section.Take("hours_per_week")?.Between(0, 168, "hours from 0 to 168"),
            Months = section.Take("months")?.Whole(1, 240),
            DataMustStay = section.Take("data_must_stay")?.Switch(),
            Skills = section.Take("skills")?.Switch(),
            ProofOfConcept = section.Take("proof_of_concept")?.Switch(),
            PeakFactor = section.Take("peak_factor")?.Between(1, 1000, "a number from 1 to 1,000"),
        };
        section.Close();
        return work;
    }

    /// <summary>An amount of dollars, zero or more: 0, 12.50, $12.50.</summary>
    private static Money? Amount(this Field field)
    {
        const string Wanted = "an amount of US dollars, zero or more, such as 2300 or $12.50";
        if (field.Raw(Wanted) is not { } text) return null;
        if (text.Length <= 20 && Money.TryParse(text, out var money) && money >= Money.Zero) return money;
        field.Refuse($"must be {Wanted}, but it is {field.Quoted}");
        return null;
    }

    private static double? Between(this Field field, double least, double most, string wanted, bool isShare = false)
    {
        if (field.Raw(wanted) is not { } text) return null;
        text = text.Trim();
        var isPercentage = isShare && text.EndsWith('%');
        if (Scalars.TryNumber(isPercentage ? text[..^1] : text, out var value))
        {
            if (isPercentage) value /= 100;
            if (value >= least && value <= most) return value;
        }

        field.Refuse($"must be {wanted}, but it is {field.Quoted}");
        return null;
    }
}
