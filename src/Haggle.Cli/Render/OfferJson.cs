using System.Globalization;
using System.Text.Json;
using Haggle.Catalog.Questions;
using Haggle.Catalog.Store;
using Haggle.Core.Market;

namespace Haggle.Cli.Render;

/// <summary>Offers as JSON; what nobody says is absent.</summary>
internal static class OfferJson
{
    public static string List(OfferAnswer answer, DateTimeOffset now) => JsonLines.Of(json =>
    {
        json.WriteStartObject();
        json.WriteString("now", now.UtcDateTime);
        json.WriteStartArray("offers");
        foreach (var offer in answer.Offers) Write(json, offer, offer.IsClosed);
        json.WriteEndArray();
        json.WriteNumber("fitting", answer.Fitting);
        json.WriteNumber("looked", answer.Looked);
        json.WriteStartArray("removed");
        foreach (var removed in answer.Removed)
        {
            json.WriteStartObject();
            json.WriteNumber("offers", removed.Count);
            json.WriteString("reason", removed.Why);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    public static string List(IReadOnlyList<FoundOffer> offers, DateTimeOffset now) => JsonLines.Of(json =>
    {
        json.WriteStartObject();
        json.WriteString("now", now.UtcDateTime);
        json.WriteStartArray("offers");
        foreach (var offer in offers) Write(json, offer, offer.IsClosed);
        json.WriteEndArray();
        json.WriteEndObject();
    });

    public static void Write(Utf8JsonWriter json, FoundOffer offer, bool isClosed)
    {
        json.WriteStartObject();
        json.WriteString("id", OfferKeys.Short(offer.KeyHash));
        json.WriteString("key", offer.Key);
        json.WriteString("provider", offer.Provider);
        JsonLines.Optional(json, "region", offer.Region);
        JsonLines.Optional(json, "zone", offer.Zone);
        JsonLines.Optional(json, "country", offer.Country?.Code ?? "");
        json.WriteString("instance_type", offer.InstanceType);
        JsonLines.Optional(json, "accelerator", offer.Accelerator?.Name ?? "");
        if (offer.Accelerator is { } model)
        {
            json.WriteNumber("accelerator_count", offer.Count);
            json.WriteNumber("accelerator_memory_gb", model.MemoryGb.Value);
        }

        if (offer.Vcpus > 0) json.WriteNumber("vcpus", offer.Vcpus);
        if (offer.MemoryGib > 0) json.WriteNumber("memory_gib", offer.MemoryGib);
        if (offer.LocalDiskGib > 0) json.WriteNumber("local_disk_gb", offer.LocalDiskGib);
        json.WriteString("purchase", OfferKeys.Word(offer.Purchase, offer.Payment));
        json.WriteNumber("price_nano_usd_per_hour", offer.HourlyNanoUsd);
        if (offer.Unit == PriceUnit.Month) json.WriteNumber("price_nano_usd_per_month", offer.PriceNanoUsd);
        JsonLines.Optional(json, "on_demand_nano_usd_per_hour", offer.OnDemandNanoUsd);
        JsonLines.Optional(json, "spot_nano_usd_per_hour", offer.SpotNanoUsd);
        if (offer.Interruption != InterruptionBand.Unknown) json.WriteNumber("interruption_band", (int)offer.Interruption);
        JsonLines.Optional(json, "reliability", offer.Reliability);
        if (offer.Host != HostKind.Unknown) json.WriteString("host", offer.Host == HostKind.DataCentre ? "data-centre" : "private-person");
        if (offer.CudaTenths > 0) json.WriteString("cuda_max", string.Create(CultureInfo.InvariantCulture, $"{offer.CudaTenths / 10}.{offer.CudaTenths % 10}"));
        json.WriteString("source", offer.Source);
        json.WriteString("as_of", offer.AsOf.UtcDateTime);
        json.WriteString("first_seen", offer.FirstSeen.UtcDateTime);
        json.WriteString("last_seen", offer.LastSeen.UtcDateTime);
        if (offer.IsHistory) json.WriteBoolean("is_history", true);
        if (offer.IsEstimated) json.WriteBoolean("is_estimated", true);
        if (offer.IsStale) json.WriteBoolean("is_stale", true);
        if (isClosed) json.WriteBoolean("is_closed", true);
        json.WriteEndObject();
    }
}
