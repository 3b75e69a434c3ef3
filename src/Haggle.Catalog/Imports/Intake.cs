using Haggle.Catalog.Store;
using Haggle.Core.Market;
using Haggle.Core.Units;

namespace Haggle.Catalog.Imports;

/// <summary>What an importer of one kind of file works with: where prices go, and the account of what became of each row.</summary>
internal sealed class Intake(PriceFile file, MarketBuilder market, MachineTable machines, ImportReport report)
{
    private readonly Dictionary<(string Spelling, double Memory), (AcceleratorModel? Model, string Why)> _accelerators = [];

    public PriceFile File { get; } = file;

    public MachineTable Machines { get; } = machines;

    public TextPool Text { get; } = new();

    /// <summary>Where in the file the reader is: a line, or the number of a record.</summary>
    public long Place { get; private set; }

    /// <summary>What the prices of the file bear; set once the file has said its own date.</summary>
    public DateTimeOffset AsOf { get; set; } = file.AsOf ?? default;

    /// <summary>The same account and catalogue for a file of which more is known.</summary>
    public Intake For(PriceFile other) => new(other, market, Machines, report) { AsOf = AsOf };

    public void Row(long place)
    {
        Place = place;
        report.Read++;
    }

    /// <summary>Goes back to a row that was counted before.</summary>
    public void Return(long place) => Place = place;

    /// <summary>Something is wrong with the row.</summary>
    public void Refuse(string reason) => report.Add(isFault: true, reason, Place);

    /// <summary>Nothing is wrong, but a rule leaves it out.</summary>
    public void LeaveOut(string reason) => report.Add(isFault: false, reason, Place);

    /// <summary>Takes a price, when it is one.</summary>
    /// <param name="text">As the source writes it.</param>

    /// <param name="zeroMeans">What a price of zero means here, for the account.</param>
    /// <param name="price">The price, in the unit of the source.</param>
    public bool TryPrice(ReadOnlySpan<byte> text, string zeroMeans, out Money price)
    {
        if (text.IsEmpty || text.SequenceEqual("null"u8) || text.SequenceEqual("N/A"u8))
        {
            price = Money.Zero;
            LeaveOut("no price");
            return false;
        }

        if (!PriceText.TryParse(text, out price, out var isRounded)) Refuse("the price is no number");
        else if (price < Money.Zero) Refuse("the price is negative");
        else if (price == Money.Zero) LeaveOut(zeroMeans);
        else
        {
            if (isRounded) report.Rounded++;
            return true;
        }

        return false;
    }

    /// <summary>The accelerator that a name means; refuses the row when it means none.</summary>
    public bool TryAccelerator(string spelling, double memoryGb, out AcceleratorModel? model)
    {
        if (!_accelerators.TryGetValue((spelling, memoryGb), out var found))
        {
            // A canonical name without a memory is taken at its word; anything else has to be unambiguous.
            var known = memoryGb <= 0 ? AcceleratorTable.Find(spelling) : null;
            var why = "";
            found = (known ?? AcceleratorTable.Resolve(spelling, memoryGb, out why), why);
            _accelerators.Add((spelling, memoryGb), found);
        }

        model = found.Model;
        if (model is null) Refuse(found.Why);
        return model is not null;
    }

    public void Keep(PricedRow row)
    {
        if (row.Unit == PriceUnit.Hour && row.Price > PriceText.Most) Refuse("more than $10,000 an hour: another unit, or a mistake");
        else if (row is { Accelerator: null, Vcpus: 0 } && MachineTable.MayAccelerate(row.Provider, row.InstanceType)) Refuse("a machine with accelerators of a kind that nobody says: it is not in the machine table");
        else if (row.AsOf == default) Refuse("nobody says when the price held");
        else
        {
            market.Add(row);
            report.Kept++;
        }
    }

    /// <summary>Notes how often machines of an offer are taken back.</summary>
    public void Interruption(string provider, string region, string instanceType, InterruptionBand band)
    {
        market.SetInterruption(provider, region, instanceType, band);
        report.Kept++;
    }

    /// <summary>A row for a machine that the table knows; for one that it does not, what the source says must do.</summary>
    public PricedRow Machine(string provider, string region, string instanceType, Purchase purchase, Money price)
    {
        var machine = Machines.Find(provider, instanceType);
        return new PricedRow
        {
            Provider = provider,
            Region = region,
            InstanceType = instanceType,
            Accelerator = machine?.Accelerator,
            AcceleratorCount = machine?.AcceleratorCount ?? 0,
            Vcpus = machine?.Vcpus ?? 0,
            Memory = machine?.Memory ?? default,
            LocalDisk = machine?.LocalDisk ?? default,
            Architecture = machine?.Architecture ?? CpuArchitecture.Unknown,
            Purchase = purchase,
            Price = price,
            Host = HostKind.DataCentre,
            Source = File.Source,
            AsOf = AsOf,
        };
    }
}
