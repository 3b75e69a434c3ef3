using System.Globalization;
using Haggle.Catalog.Questions;
using Haggle.Catalog.Store;
using Haggle.Core.Market;
using Haggle.Wire.Rest;

namespace Haggle.Server.Mapping;

/// <summary>Offers as the API tells them.</summary>
internal static class OfferMapping
{
    public static OfferListMessage Of(OfferAnswer answer, DateTimeOffset now) => new()
    {
        Now = now,
        Offers = Of(answer.Offers),
        Fitting = answer.Fitting,
        Looked = answer.Looked,
        Removed = [.. answer.Removed.Select(removed => new RefusalCount { Offers = removed.Count, Reason = removed.Why })],
    };

    public static OfferMessage[] Of(IReadOnlyList<FoundOffer> offers)
    {
        var messages = new OfferMessage[offers.Count];
        for (var i = 0; i < messages.Length; i++) messages[i] = Of(offers[i]);
        return messages;
    }

    private static OfferMessage Of(FoundOffer offer) => new()
    {
        Id = OfferKeys.Short(offer.KeyHash),
        Key = offer.Key,
        Provider = offer.Provider,
        Region = Known(offer.Region),
        Zone = Known(offer.Zone),
        Country = offer.Country?.Code,
        InstanceType = offer.InstanceType,
        Accelerator = offer.Accelerator?.Name,
        AcceleratorCount = offer.Accelerator is null ? null : offer.Count,
        AcceleratorMemoryGb = offer.Accelerator?.MemoryGb.Value,
        Vcpus = Known(offer.Vcpus),
        MemoryGib = Known(offer.MemoryGib),
        LocalDiskGb = offer.LocalDiskGib > 0 ? offer.LocalDiskGib : null,
        Purchase = OfferKeys.Word(offer.Purchase, offer.Payment),
        PriceNanoUsdPerHour = offer.HourlyNanoUsd,
        PriceNanoUsdPerMonth = offer.Unit == PriceUnit.Month ? offer.PriceNanoUsd : null,
        OnDemandNanoUsdPerHour = offer.OnDemandNanoUsd,
        SpotNanoUsdPerHour = offer.SpotNanoUsd,
        InterruptionBand = offer.Interruption == InterruptionBand.Unknown ? null : (int)offer.Interruption,
        Reliability = offer.Reliability,
        Host = offer.Host switch { HostKind.DataCentre => "data-centre", HostKind.PrivatePerson => "private-person", _ => null },
        CudaMax = offer.CudaTenths > 0 ? string.Create(CultureInfo.InvariantCulture, $"{offer.CudaTenths / 10}.{offer.CudaTenths % 10}") : null,
        Source = offer.Source,
        AsOf = offer.AsOf,
        FirstSeen = offer.FirstSeen,
        LastSeen = offer.LastSeen,
        IsHistory = offer.IsHistory ? true : null,
        IsEstimated = offer.IsEstimated ? true : null,
        IsStale = offer.IsStale ? true : null,
        IsClosed = offer.IsClosed ? true : null,
    };

    private static string? Known(string text) => text.Length > 0 ? text : null;

    private static double? Known(double number) => number > 0 ? number : null;
}
