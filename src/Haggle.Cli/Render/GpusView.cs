using System.Globalization;
using Haggle.Catalog.Questions;
using Haggle.Core.Market;

namespace Haggle.Cli.Render;

/// <summary>Accelerators with their figures and the lowest price of one.</summary>
internal static class GpusView
{
    public static void Write(Page page, (AcceleratorModel Model, (FoundOffer? OnDemand, FoundOffer? Spot) Cheapest)[] rows)
    {
        var table = new TextTable(
            new Column("GPU"), new Column("MADE BY", Leaves: 5), new Column("SINCE", Leaves: 4), new Column("MEMORY", Right: true), new Column("GB/S", Right: true, Leaves: 2), new Column("FP32", Right: true), new Column("FP16", Right: true),
            new Column("TF32", Right: true, Leaves: 7), new Column("FP8", Right: true, Leaves: 3), new Column("WATTS", Right: true, Leaves: 6), new Column("CC", Right: true, Leaves: 8), new Column("FROM", Right: true), new Column("SPOT FROM", Right: true), new Column("AT", Leaves: 1));
        foreach (var (model, (onDemand, spot)) in rows)
            table.Row(
                model.Name, model.Maker, model.Released.Year.ToString(CultureInfo.InvariantCulture), SizeText.Number(model.MemoryGb.Value) + "GB", Text(model.Bandwidth), Text(model.Fp32), Text(model.Tensor16), Text(model.Tf32), Text(model.Fp8), Text(model.Tdp),
                model.ComputeCapability, Each(onDemand), Each(spot), spot?.Provider ?? onDemand?.Provider ?? "");
        page.Table(table);
        page.Blank();
        page.Wrapped("FP32, FP16 (or BF16, tensor cores), TF32 and FP8 in TFLOPS, dense. FROM and SPOT FROM: one card for an hour, at the provider where it is cheapest in the catalogue. Figures: vendors, Epoch AI (CC-BY), RightNow GPU database.", Ink.Faint);
    }

    private static string Text(Figure? figure) => figure is { } known ? known.Value.ToString(known.Value >= 100 ? "0" : "0.#", CultureInfo.InvariantCulture) : "";

    private static string Each(FoundOffer? offer) => offer is null ? "" : OffersView.Price((long)Math.Round(offer.Rank));
}
