using System.Globalization;
using System.Text;
using System.Text.Json;
using Haggle.Catalog.Questions;
using Haggle.Core.Market;

namespace Haggle.Cli.Render;

/// <summary>Accelerators for programs: JSON with the source of every figure, and CSV.</summary>
internal static class GpusText
{
    public static string Json((AcceleratorModel Model, (FoundOffer? OnDemand, FoundOffer? Spot) Cheapest)[] rows) => JsonLines.Of(json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("gpus");
        foreach (var (model, (onDemand, spot)) in rows)
        {
            json.WriteStartObject();
            json.WriteString("name", model.Name);
            json.WriteString("maker", model.Maker);
            json.WriteString("architecture", model.Architecture);
            JsonLines.Optional(json, "compute_capability", model.ComputeCapability);
            json.WriteString("released", model.Released.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            foreach (var (name, figure) in Figures(model)) Write(json, name, figure);
            JsonLines.Optional(json, "on_demand_nano_usd_per_hour", onDemand is null ? null : (long?)Math.Round(onDemand.Rank));
            JsonLines.Optional(json, "on_demand_offer", onDemand?.Key ?? "");
            JsonLines.Optional(json, "spot_nano_usd_per_hour", spot is null ? null : (long?)Math.Round(spot.Rank));
            JsonLines.Optional(json, "spot_offer", spot?.Key ?? "");
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    public static string Csv((AcceleratorModel Model, (FoundOffer? OnDemand, FoundOffer? Spot) Cheapest)[] rows)
    {
        var text = new StringBuilder("gpu,maker,architecture,compute_capability,released,memory_gb,fp32_tflops,tensor16_tflops,tf32_tflops,fp8_tflops,bandwidth_gb_s,tdp_w,usd_per_hour,spot_usd_per_hour\n");
        foreach (var (model, (onDemand, spot)) in rows)
        {
            var cells = new List<string> { model.Name, model.Maker, model.Architecture, model.ComputeCapability, model.Released.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) };
            foreach (var (_, figure) in Figures(model)) cells.Add(OfferCsv.Number(figure?.Value));
            cells.Add(OfferCsv.Usd(onDemand is null ? null : (long)Math.Round(onDemand.Rank)));
            cells.Add(OfferCsv.Usd(spot is null ? null : (long)Math.Round(spot.Rank)));
            OfferCsv.Line(text, [.. cells]);
        }

        return text.ToString();
    }

    private static (string Name, Figure? Figure)[] Figures(AcceleratorModel model) =>
    [
        ("memory_gb", model.MemoryGb), ("fp32_tflops", model.Fp32), ("tensor16_tflops", model.Tensor16), ("tf32_tflops", model.Tf32), ("fp8_tflops", model.Fp8), ("bandwidth_gb_per_s", model.Bandwidth), ("tdp_w", model.Tdp),
    ];

    private static void Write(Utf8JsonWriter json, string name, Figure? figure)
    {
        if (figure is not { } known) return;
        json.WriteStartObject(name);
        json.WriteNumber("value", known.Value);
        json.WriteString("source", known.Source switch
        {
            FigureSource.Vendor => "vendor data sheet, not re-checked",
            FigureSource.Epoch => "Epoch AI (CC-BY)",
            FigureSource.RightNow => "RightNow GPU database",
            FigureSource.Aws => "AWS",
            _ => "computed by a ratio of the vendor's",
        });
        json.WriteEndObject();
    }
}
