using Haggle.Core.Market;

namespace Haggle.Catalog.Imports;

/// <summary>Google's TPU prices by chip and region.</summary>
internal sealed class GcpTpuJson : IPriceFormat
{
    public string Name => "Cloud TPU prices (JSON)";

    public bool Recognises(ReadOnlySpan<byte> start) => start.TrimStart(" \r\n"u8).StartsWith("{"u8) && start.IndexOf("\"TPU v"u8) is >= 0 and < 16 && start.IndexOf("On Demand (USD)"u8) > 0;

    public void Read(Stream stream, Intake intake)
    {
        using var json = JsonRecords.Open(stream);
        var place = 0;
        foreach (var kind in json.RootElement.EnumerateObject())
        {
            var words = kind.Name.Split(' ');
            foreach (var region in JsonRecords.Fields(kind.Value, kind.Name))
            {
                intake.Row(++place);

                // The name's third word is how chips are let, in a pod's slices or a device of their own; both are priced by the chip.
                if (words.Length < 2 || !intake.TryAccelerator($"{words[0]} {words[1]}", 0, out var model)) continue;
                var hasPrice = intake.TryPrice(JsonRecords.Price(region.Value, "On Demand (USD)"), "a price of 0 means unknown", out var onDemand);
                var row = intake.Machine("gcp", region.Name, words.Length > 2 ? $"{model!.Name}-{words[2]}-chip" : $"{model!.Name}-chip", Purchase.OnDemand, onDemand) with { Accelerator = model, AcceleratorCount = 1 };
                if (hasPrice) intake.Keep(row);
                if (!intake.TryPrice(JsonRecords.Price(region.Value, "Spot (USD)"), "a price of 0 means unknown", out var spot)) continue;
                if (hasPrice && spot >= onDemand) intake.LeaveOut("a spot price that is not below on demand");
                else intake.Keep(row with { Purchase = Purchase.Spot, Price = spot });
            }
        }
    }
}
