using System.Buffers.Text;
using System.Text;
using Haggle.Catalog.Store;
using Haggle.Core.Market;
using Haggle.Core.Units;

namespace Haggle.Catalog.Imports;

/// <summary>
/// The rows of an EC2 price list that are prices of a Linux machine of one's own: on demand and reserved (standard). They are a few of a hundred; the others
/// are told by a look at the raw line. Only fields with content are in quotes, so a quoted word is that field.
/// </summary>
internal sealed class AwsPriceRows(Intake intake)
{
    private const int HoursPerYear = 8760;

    private readonly QuotedFields _fields = new();
    private readonly Dictionary<string, Commitment> _commitments = new(StringComparer.Ordinal);
    private int[]? _columns;
    private bool _isEc2;

    private enum Column
    {
        Sku, OfferTerm, TermType, Unit, Price, Currency, Lease, Option, Class, LocationType, InstanceType, Vcpus, Memory, Tenancy, System, Capacity, Software, Region, MarketOption,
    }

    private static readonly string[] Names =
    [
        "SKU", "OfferTermCode", "TermType", "Unit", "PricePerUnit", "Currency", "LeaseContractLength", "PurchaseOption", "OfferingClass", "Location Type", "Instance Type", "vCPU", "Memory",
        "Tenancy", "Operating System", "CapacityStatus", "Pre Installed S/W", "Region Code", "MarketOption",
    ];

    /// <summary>Takes a line.</summary>
    /// <exception cref="InvalidDataException">It is no price list of EC2.</exception>
    public void Line(ReadOnlySpan<byte> line, long number)
    {
        if (_columns is null) Head(line, number);
        else if (line.IndexOf("\"Linux\""u8) >= 0 && line.IndexOf("\"Shared\""u8) >= 0 && line.IndexOf("\"Used\""u8) >= 0 && line.IndexOf("\"AWS Region\""u8) >= 0) Row(line, number);
    }

    /// <summary>Puts the parts of reservations together: what is paid by the hour and what is paid at once are rows of their own.</summary>
    /// <exception cref="InvalidDataException">The list ended before its header.</exception>
    public void Finish()
    {
        if (_columns is null) throw new InvalidDataException("the list ends before its rows begin; it is cut off");
        foreach (var each in _commitments.Values)
        {
            if (each is { Payment: ReservedPayment.PartialUpfront, Hourly: null } or { Payment: ReservedPayment.PartialUpfront or ReservedPayment.AllUpfront, Upfront: null }) intake.LeaveOut("half a reservation: the other half of its price is missing");
            else Keep(each);
        }
    }

    private void Keep(Commitment each)
    {
        var hours = (each.Purchase == Purchase.ReservedOneYear ? 1 : 3) * HoursPerYear;
        var price = (each.Hourly ?? Money.Zero) + new Money(((each.Upfront ?? Money.Zero).NanoUsd + (hours / 2)) / hours);
        if (price == Money.Zero) intake.LeaveOut("a price of 0 means that it is not sold so");
        else intake.Keep(Machine(each.Region, each.InstanceType, each.Purchase, price, each.Vcpus, each.MemoryGib) with { Payment = each.Payment });
    }

    private void Head(ReadOnlySpan<byte> line, long number)
    {
        if (!_fields.TrySplit(line)) throw new InvalidDataException($"line {number}: a quote is not closed");
        if (_fields.Of(line, 0).SequenceEqual("OfferCode"u8)) _isEc2 = _fields.Of(line, 1).SequenceEqual("AmazonEC2"u8);
        if (!_fields.Of(line, 0).SequenceEqual("SKU"u8))
        {
            if (number > 12) throw new InvalidDataException($"line {number}: there is no line with the names of the columns");
            return;
        }

        if (!_isEc2) throw new InvalidDataException("it is no price list of AmazonEC2");
        var columns = new int[Names.Length];
        for (var i = 0; i < Names.Length; i++)
        {
            columns[i] = _fields.Find(line, Encoding.UTF8.GetBytes(Names[i]));
            if (columns[i] < 0 && i != (int)Column.MarketOption) throw new InvalidDataException($"line {number}: there is no column '{Names[i]}'");
        }

        _columns = columns;
    }

    private void Row(ReadOnlySpan<byte> line, long number)
    {
        if (!_fields.TrySplit(line))
        {
            intake.Row(number);
            intake.Refuse("a quote is not closed");
            return;
        }

        var isOnDemand = Field(line, Column.TermType).SequenceEqual("OnDemand"u8);
        if (!isOnDemand && !Field(line, Column.TermType).SequenceEqual("Reserved"u8)) return;
        if (!Field(line, Column.System).SequenceEqual("Linux"u8) || !Field(line, Column.Tenancy).SequenceEqual("Shared"u8) || !Field(line, Column.LocationType).SequenceEqual("AWS Region"u8)) return;
        if (!IsNone(Field(line, Column.Software)) || !Field(line, Column.Capacity).SequenceEqual("Used"u8)) return;
        if (Field(line, Column.MarketOption) is { IsEmpty: false } market && !market.SequenceEqual("OnDemand"u8)) return;
        intake.Row(number);
        if (!Field(line, Column.Currency).SequenceEqual("USD"u8)) intake.Refuse("the price is not in dollars");
        else if (Field(line, Column.Region).IsEmpty || Field(line, Column.InstanceType).IsEmpty) intake.Refuse("no region or no instance type");
        else if (isOnDemand) OnDemand(line);
        else Reserved(line);
    }

    private void OnDemand(ReadOnlySpan<byte> line)
    {
        if (!Field(line, Column.Unit).SequenceEqual("Hrs"u8)) intake.Refuse("the unit is not the hour");
        else if (intake.TryPrice(Field(line, Column.Price), "a price of 0 means that it is not sold so", out var price))
            intake.Keep(Machine(Text(line, Column.Region), Text(line, Column.InstanceType), Purchase.OnDemand, price, Number(Field(line, Column.Vcpus)), Number(Field(line, Column.Memory))));
    }

    private void Reserved(ReadOnlySpan<byte> line)
    {
        if (Field(line, Column.Class).SequenceEqual("convertible"u8))
        {
            intake.LeaveOut("a convertible reservation: the standard ones are compared");
            return;
        }

        var purchase = Field(line, Column.Lease) switch { var lease when lease.SequenceEqual("1yr"u8) => Purchase.ReservedOneYear, var lease when lease.SequenceEqual("3yr"u8) => Purchase.ReservedThreeYears, _ => Purchase.OnDemand };
        var payment = Field(line, Column.Option) switch
        {
            var option when option.SequenceEqual("No Upfront"u8) => ReservedPayment.NoUpfront,
            var option when option.SequenceEqual("Partial Upfront"u8) => ReservedPayment.PartialUpfront,
            var option when option.SequenceEqual("All Upfront"u8) => ReservedPayment.AllUpfront,
            _ => ReservedPayment.None,
        };
        var isUpfront = Field(line, Column.Unit).SequenceEqual("Quantity"u8);
        if (purchase == Purchase.OnDemand || payment == ReservedPayment.None) intake.Refuse("nobody knows the term or the payment of this reservation");
        else if (!isUpfront && !Field(line, Column.Unit).SequenceEqual("Hrs"u8)) intake.Refuse("the unit is neither the hour nor the whole");
        else if (!PriceText.TryParse(Field(line, Column.Price), out var price, out _)) intake.Refuse("the price is no number");
        else if (price < Money.Zero) intake.Refuse("the price is negative");
        else
        {
            var key = string.Concat(Text(line, Column.Sku), ".", Text(line, Column.OfferTerm));
            if (!_commitments.TryGetValue(key, out var known))
                known = new Commitment(Text(line, Column.Region), Text(line, Column.InstanceType), purchase, payment, Number(Field(line, Column.Vcpus)), Number(Field(line, Column.Memory)));
            known = isUpfront ? known with { Upfront = price } : known with { Hourly = price };

            // What is complete need not be remembered: only halves wait for the other one.
            var isWhole = known.Hourly is not null && (known.Upfront is not null || payment == ReservedPayment.NoUpfront);
            if (isWhole) _commitments.Remove(key);
            else _commitments[key] = known;
            if (isWhole) Keep(known);
        }
    }

    private PricedRow Machine(string region, string type, Purchase purchase, Money price, double vcpus, double memoryGib)
    {
        var row = intake.Machine("aws", region, type, purchase, price);

        // A machine that is newer than our table: the list says its processors and memory. One with accelerators is refused by the intake, for the list
        // does not say which they are.
        return row.Vcpus > 0 || MachineTable.MayAccelerate("aws", type) ? row : row with { Vcpus = vcpus, Memory = Gib.FromGib(memoryGib) };
    }

    private ReadOnlySpan<byte> Field(ReadOnlySpan<byte> line, Column column) => _fields.Of(line, _columns![(int)column]);

    private string Text(ReadOnlySpan<byte> line, Column column) => intake.Text[Field(line, column)];

    private static bool IsNone(ReadOnlySpan<byte> software) => software.IsEmpty || software.SequenceEqual("NA"u8);

    // "384 GiB", "1,952 GiB".
    private static double Number(ReadOnlySpan<byte> text)
    {
        if (text.IndexOf((byte)',') is >= 0 and var comma) text = (byte[])[.. text[..comma], .. text[(comma + 1)..]];
        return Utf8Parser.TryParse(text, out double number, out _) ? number : 0;
    }

    private readonly record struct Commitment(string Region, string InstanceType, Purchase Purchase, ReservedPayment Payment, double Vcpus, double MemoryGib)
    {
        public Money? Hourly { get; init; }

        public Money? Upfront { get; init; }
    }
}
