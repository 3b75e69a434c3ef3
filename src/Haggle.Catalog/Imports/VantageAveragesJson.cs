using System.Text.Json;
using Haggle.Core.Market;
using Haggle.Core.Units;

namespace Haggle.Catalog.Imports;

/// <summary>Amazon EC2 on demand and average spot by region, as Vantage's ec2instances.info gives them; '0' and null mean unknown.</summary>
internal sealed class VantageAveragesJson : IPriceFormat
{
    public string Name => "EC2 on demand and average spot (Vantage JSON)";

    public bool Recognises(ReadOnlySpan<byte> start) => start.StartsWith("{"u8) && start.IndexOf("\"spot_avg\""u8) > 0;

    public void Read(Stream stream, Intake intake)
    {
        using var json = JsonRecords.Open(stream);
        if (!json.RootElement.TryGetProperty("data", out var data) || data.ValueKind != JsonValueKind.Array) throw new InvalidDataException("there is no list called 'data'");
        var place = 0;
        foreach (var record in data.EnumerateArray())
        {
            intake.Row(++place);
            var (type, region) = (JsonRecords.Text(record, "instance-type"), JsonRecords.Text(record, "region"));
            if (type.Length == 0 || region.Length == 0) intake.Refuse("no region or no instance type");
            else
            {
                Take(intake, record, type, region, "ondemand", Purchase.OnDemand);
                Take(intake, record, type, region, "spot_avg", Purchase.Spot);
            }
        }
    }

    private static void Take(Intake intake, JsonElement record, string type, string region, string field, Purchase purchase)
    {
        if (!intake.TryPrice(JsonRecords.Price(record, field), "a price of 0 means unknown", out var price)) return;
        var row = intake.Machine("aws", region, type, purchase, price);
        if (row.Vcpus <= 0)
        {
            // A machine that the table does not know: its accelerators' model is not in the file, so only plain ones can be kept.
            if (JsonRecords.Number(record, "GPU") > 0)
            {
                intake.Refuse($"{type} has accelerators of a kind that nobody says");
                return;
            }

            row = row with { Vcpus = JsonRecords.Number(record, "vCPU"), Memory = Gib.FromGib(JsonRecords.Number(record, "memory")) };
        }

        intake.Keep(row);
    }
}
