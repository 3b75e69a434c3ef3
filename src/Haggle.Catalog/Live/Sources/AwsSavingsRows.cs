using System.Text;
using Haggle.Catalog.Imports;
using Haggle.Core.Market;

namespace Haggle.Catalog.Live.Sources;

/// <summary>
/// The rows of a savings plan's price list that are rates of a Linux machine of one's own: usage "BoxUsage:TYPE" with operation "RunInstances" (others
/// are systems and databases with a licence).
/// </summary>
internal sealed class AwsSavingsRows(Intake intake, string region)
{
    private static readonly string[] Names = ["DiscountedRate", "Currency", "DiscountedServiceCode", "DiscountedUsageType", "DiscountedOperation", "PurchaseOption", "LeaseContractLength", "LeaseContractLengthUnit", "Unit", "Product Family", "DiscountedRegionCode"];

    private readonly QuotedFields _fields = new();
    private int[]? _columns;

    private enum Column
    {
        Rate, Currency, Service, Usage, Operation, Option, Length, LengthUnit, Unit, Family, Region,
    }

    /// <summary>Takes a line.</summary>
    /// <exception cref="InvalidDataException">It is no price list of savings plans.</exception>
    public void Line(ReadOnlySpan<byte> line, long number)
    {
        if (_columns is null) Head(line, number);
        else if (line.IndexOf("BoxUsage:"u8) >= 0 && line.IndexOf("\"RunInstances\""u8) >= 0) Row(line, number);
    }

    /// <summary>Sees that there was a list.</summary>
    /// <exception cref="InvalidDataException">It ended before its rows began.</exception>
    public void Finish()
    {
        if (_columns is null) throw new InvalidDataException("the list ends before its rows begin; it is cut off");
    }

    private void Head(ReadOnlySpan<byte> line, long number)
    {
        if (!_fields.TrySplit(line)) throw new InvalidDataException($"line {number}: a quote is not closed");
        if (!_fields.Of(line, 0).SequenceEqual("SKU"u8))
        {
            if (number > 12) throw new InvalidDataException($"line {number}: there is no line with the names of the columns");
            return;
        }

        var columns = new int[Names.Length];
        for (var i = 0; i < Names.Length; i++)
        {
            columns[i] = _fields.Find(line, Encoding.UTF8.GetBytes(Names[i]));
            if (columns[i] < 0 && i != (int)Column.Region) throw new InvalidDataException($"line {number}: there is no column '{Names[i]}'");
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

        if (!Field(line, Column.Operation).SequenceEqual("RunInstances"u8) || !Field(line, Column.Service).SequenceEqual("AmazonEC2"u8)) return;
        intake.Row(number);
        if (!Field(line, Column.Family).SequenceEqual("ComputeSavingsPlans"u8)) intake.LeaveOut("a plan bound to a family of machines: those bound to none are compared");
        else if (Field(line, Column.Region) is { IsEmpty: false } code && intake.Text[code] != region) intake.LeaveOut("a zone outside of the region");
        else if (!Field(line, Column.Currency).SequenceEqual("USD"u8)) intake.Refuse("the price is not in dollars");
        else if (!Field(line, Column.Unit).SequenceEqual("Hrs"u8)) intake.Refuse("the unit is not the hour");
        else Take(line);
    }

    private void Take(ReadOnlySpan<byte> line)
    {
        var usage = Field(line, Column.Usage);
        var type = intake.Text[usage[(usage.IndexOf("BoxUsage:"u8) + "BoxUsage:".Length)..]];
        Purchase? purchase = (intake.Text[Field(line, Column.Length)], intake.Text[Field(line, Column.LengthUnit)]) switch { ("1", "year") => Purchase.SavingsPlanOneYear, ("3", "year") => Purchase.SavingsPlanThreeYears, _ => null };
        var payment = intake.Text[Field(line, Column.Option)] switch { "No Upfront" => ReservedPayment.NoUpfront, "Partial Upfront" => ReservedPayment.PartialUpfront, "All Upfront" => ReservedPayment.AllUpfront, _ => ReservedPayment.None };
        if (purchase is not { } bought || payment == ReservedPayment.None) intake.Refuse("nobody knows the term or the payment of this plan");
        else if (intake.TryPrice(Field(line, Column.Rate), "a price of 0 means that it is not sold so", out var price)) intake.Keep(intake.Machine("aws", region, type, bought, price) with { Payment = payment });
    }

    private ReadOnlySpan<byte> Field(ReadOnlySpan<byte> line, Column column) => _fields.Of(line, _columns![(int)column]);
}
