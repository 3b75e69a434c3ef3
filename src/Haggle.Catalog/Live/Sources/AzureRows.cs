using System.Globalization;
using System.Text.Json;
using Haggle.Catalog.Imports;
using Haggle.Core.Market;
using Haggle.Core.Units;

namespace Haggle.Catalog.Live.Sources;

/// <summary>Items of Azure's Retail Prices: which are prices of a Linux machine, and what they mean.</summary>
internal sealed class AzureRows(Intake intake, string region, DateTimeOffset now)
{
    private const int HoursPerYear = 8760;

    private long _place;

    public void Item(JsonElement item)
    {
        intake.Row(++_place);
        var (sku, product, meter) = (JsonRecords.Text(item, "armSkuName"), JsonRecords.Text(item, "productName"), JsonRecords.Text(item, "meterName"));
        if (sku.Length == 0) intake.LeaveOut("a price without a machine");
        else if (JsonRecords.Text(item, "armRegionName") != region) intake.Refuse("a price of another region than was asked for");
        else if (JsonRecords.Text(item, "currencyCode") != "USD") intake.Refuse("the price is not in dollars");
        else if (product.Contains("Windows", StringComparison.Ordinal)) intake.LeaveOut("a machine with Windows");
        else if (product.Contains("Dedicated", StringComparison.Ordinal) || product.Contains("CloudServices", StringComparison.Ordinal) || product.Contains("Cloud Services", StringComparison.Ordinal)) intake.LeaveOut("a whole host or a cloud service, not a machine");
        else if (meter.Contains("Low Priority", StringComparison.Ordinal)) intake.LeaveOut("low priority: of batch pools only");
        else if (meter.Contains("Expired", StringComparison.Ordinal)) intake.LeaveOut("expired");
        else if (LiveJson.Flag(item, "isPrimaryMeterRegion") == false) intake.LeaveOut("a second meter of the same machine");
        else if (!HasBegun(item)) intake.LeaveOut("a price that does not hold yet");
        else if (JsonRecords.Text(item, "unitOfMeasure") != "1 Hour") intake.Refuse($"the unit is '{JsonRecords.Text(item, "unitOfMeasure")}', not the hour");
        else Take(item, sku, meter);
    }

    private void Take(JsonElement item, string sku, string meter)
    {
        if (!intake.TryPrice(JsonRecords.Price(item, "retailPrice"), "a price of 0 means that it is not sold so", out var price)) return;
        switch (JsonRecords.Text(item, "type"))
        {
            case "Consumption":
                intake.Keep(intake.Machine("azure", region, sku, meter.Contains("Spot", StringComparison.Ordinal) ? Purchase.Spot : Purchase.OnDemand, price));
                SavingsPlans(item, sku);
                break;
            case "Reservation":
                Reservation(item, sku, price);
                break;
            default:
                intake.LeaveOut("a price for developers' subscriptions");
                break;
        }
    }

    // The price is that of the whole term, although its unit says "1 Hour".
    private void Reservation(JsonElement item, string sku, Money total)
    {
        (Purchase Purchase, int Years)? term = JsonRecords.Text(item, "reservationTerm") switch { "1 Year" => (Purchase.ReservedOneYear, 1), "3 Years" => (Purchase.ReservedThreeYears, 3), _ => null };
        if (term is not { } known)
        {
            intake.LeaveOut("a reservation for another term than one or three years");
            return;
        }

        var hours = known.Years * HoursPerYear;
        intake.Keep(intake.Machine("azure", region, sku, known.Purchase, new Money((total.NanoUsd + (hours / 2)) / hours)));
    }

    private void SavingsPlans(JsonElement item, string sku)
    {
        if (LiveJson.Child(item, "savingsPlan") is not { ValueKind: JsonValueKind.Array } plans) return;
        foreach (var plan in plans.EnumerateArray())
        {
            Purchase? purchase = JsonRecords.Text(plan, "term") switch { "1 Year" => Purchase.SavingsPlanOneYear, "3 Years" => Purchase.SavingsPlanThreeYears, _ => null };
            if (purchase is { } bought && intake.TryPrice(JsonRecords.Price(plan, "retailPrice"), "a price of 0 means that it is not sold so", out var price)) intake.Keep(intake.Machine("azure", region, sku, bought, price));
        }
    }

    private bool HasBegun(JsonElement item) =>
        !DateTimeOffset.TryParse(JsonRecords.Text(item, "effectiveStartDate"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var begins) || begins <= now;
}
