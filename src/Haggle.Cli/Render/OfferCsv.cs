using System.Globalization;
using System.Text;
using Haggle.Catalog.Questions;
using Haggle.Catalog.Store;
using Haggle.Core.Units;

namespace Haggle.Cli.Render;

/// <summary>Offers as CSV (RFC 4180), prices exact.</summary>
internal static class OfferCsv
{
    public static string List(IReadOnlyList<FoundOffer> offers)
    {
        var text = new StringBuilder("id,gpu,qty,provider,instance_type,device_mem_gb,vcpus,host_mem_gib,purchase,usd_per_hour,on_demand_usd_per_hour,spot_usd_per_hour,region,zone,as_of,source,country,estimated\n");
        foreach (var offer in offers)
            Line(
                text, OfferKeys.Short(offer.KeyHash), offer.Accelerator?.Name ?? "", Number(offer.Count), offer.Provider, offer.InstanceType, Number(offer.Accelerator?.MemoryGb.Value ?? 0), Number(offer.Vcpus), Number(offer.MemoryGib),
                OfferKeys.Word(offer.Purchase, offer.Payment), Usd(offer.HourlyNanoUsd), Usd(offer.OnDemandNanoUsd), Usd(offer.SpotNanoUsd), offer.Region, offer.Zone, TimeText.Day(offer.AsOf), offer.Source, offer.Country?.Code ?? "",
                offer.IsEstimated ? "yes" : "");
        return text.ToString();
    }

    public static void Line(StringBuilder text, params ReadOnlySpan<string> cells)
    {
        for (var i = 0; i < cells.Length; i++)
        {
            if (i > 0) text.Append(',');
            if (cells[i].AsSpan().IndexOfAny(",\"\n\r") < 0) text.Append(cells[i]);
            else text.Append('"').Append(cells[i].Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
        }

        text.Append('\n');
    }

    public static string Usd(long? nanoUsd) => nanoUsd is { } known ? new Money(known).ToUsd().ToString("0.#########", CultureInfo.InvariantCulture) : "";

    public static string Number(double? number) => number is > 0 ? number.Value.ToString("0.####", CultureInfo.InvariantCulture) : "";
}
