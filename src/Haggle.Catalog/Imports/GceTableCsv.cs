using Haggle.Core.Market;
using Haggle.Core.Units;

namespace Haggle.Catalog.Imports;

/// <summary>
/// The price table of Kubernetes' autoscaler for Compute Engine: <c>table,key,usd</c>, prices of us-central1. Accelerators that are attached are priced
/// without a machine, so they are offered on an n1-standard-8 of the same table, on demand with on demand and preemptible with preemptible.
/// </summary>
internal sealed class GceTableCsv : IPriceFormat
{
    private const string Host = "n1-standard-8";
    private const string Region = "us-central1";

    // Compute Engine attaches the V100 with 16 GB only (cloud.google.com/compute/docs/gpus, 2026-08).
    private const double V100Gb = 16;

    public string Name => "Compute Engine price table (CSV)";

    public bool Recognises(ReadOnlySpan<byte> start) => start.StartsWith("table,key,usd"u8);

    public void Read(Stream stream, Intake intake)
    {
        var csv = new CsvReader(stream, (byte)',');
        CsvColumns.Find(csv, "table", "key", "usd");
        var cards = new List<(string Key, Purchase Purchase, Money Price)>();
        var hosts = new Dictionary<Purchase, Money>();
        while (csv.Read())
        {
            intake.Row(csv.Line);
            var (table, key) = (intake.Text[csv[0]], intake.Text[csv[1]]);
            Purchase? purchase = table switch { "instancePrices" or "gpuPrices" => Purchase.OnDemand, "preemptiblePrices" or "preemptibleGpuPrices" => Purchase.Spot, _ => null };
            if (csv.Count != 3) intake.Refuse($"{csv.Count} fields where 3 belong");
            else if (purchase is not { } bought) intake.LeaveOut("a price of a part (a core, a GB), not of a machine");
            else if (!intake.TryPrice(csv[2], "a card whose price is in its machine's", out var price)) continue;
            else if (table is "gpuPrices" or "preemptibleGpuPrices") cards.Add((key, bought, price));
            else
            {
                if (key == Host) hosts[bought] = price;
                intake.Keep(intake.Machine("gcp", Region, key, bought, price));
            }
        }

        foreach (var (key, purchase, price) in cards)
        {
            if (!hosts.TryGetValue(purchase, out var host)) intake.Refuse($"the table has no {Host} to attach '{key}' to");
            else if (intake.TryAccelerator(key, key == "nvidia-tesla-v100" ? V100Gb : 0, out var model))
                intake.Keep(intake.Machine("gcp", Region, Host, purchase, host + price) with { InstanceType = $"{Host}+{key}", Accelerator = model, AcceleratorCount = 1 });
        }
    }
}
