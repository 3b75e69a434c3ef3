using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using Haggle.Core.Market;
using Haggle.Engine.Ports;
using Haggle.Providers.Http;

namespace Haggle.Providers.Gcp;

/// <summary>What Google lets, zone by zone: the list prices of a region where a zone has the machine type and the accelerator. Google has no prices by zone.</summary>
internal sealed class GcpMarket(CloudCaller caller, GcpSettings settings, Func<IReadOnlyList<Quote>> listed)
{
    /// <summary>New types come to a zone a few times a year.</summary>
    private static readonly TimeSpan Holds = TimeSpan.FromHours(1);

    private const int PagesMax = 50;

    private readonly ConcurrentDictionary<string, (DateTimeOffset At, Task<ImmutableArray<Zone>> Zones)> _regions = new();

    private string Project => $"/compute/v1/projects/{settings.Project}";

    public async Task<ImmutableArray<Quote>> QuotesAsync(CancellationToken cancellationToken)
    {
        var quotes = ImmutableArray.CreateBuilder<Quote>();
        foreach (var region in settings.Regions)
            foreach (var zone in await ZonesAsync(region, cancellationToken).ConfigureAwait(false))
                foreach (var list in listed().Where(each => each.Offer.Region == region && each.Offer.Zone.Length == 0 && zone.Has(GcpType.Read(each.Offer.InstanceType))))
                {
                    var offer = list.Offer;
                    var key = new OfferKey($"gcp/{region}:{zone.Name}/{offer.InstanceType}/{(offer.Purchase == Purchase.Spot ? "spot" : "on-demand")}");
                    quotes.Add(list with { Offer = offer with { Key = key, Zone = zone.Name, Billing = BillingRule.PerSecondMinuteMinimum } });
                }

        return [.. quotes.OrderBy(quote => quote.Rate)];
    }

    /// <summary>A region by Google's word: its zones and quotas.</summary>
    /// <exception cref="CloudError">There is none, or the credential may not ask.</exception>
    public Task<JsonDocument> RegionAsync(string region, CancellationToken cancellationToken) => caller.AskAsync(new CloudQuestion("GET", $"{Project}/regions/{region}"), cancellationToken);

    private async Task<ImmutableArray<Zone>> ZonesAsync(string region, CancellationToken cancellationToken)
    {
        var now = caller.Time.GetUtcNow();
        if (!_regions.TryGetValue(region, out var known) || now - known.At > Holds || known.Zones.IsFaulted || known.Zones.IsCanceled) _regions[region] = known = (now, ReadAsync(region));
        return await known.Zones.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<ImmutableArray<Zone>> ReadAsync(string region)
    {
        using var about = await RegionAsync(region, CancellationToken.None).ConfigureAwait(false);
        var names = Json.Items(about.RootElement, "zones").Select(zone => Last(zone.GetString() ?? "")).Where(name => name.Length > 0).ToArray();
        return [.. await Task.WhenAll(names.Select(async name => new Zone(name, await NamesAsync(name, "machineTypes").ConfigureAwait(false), await NamesAsync(name, "acceleratorTypes").ConfigureAwait(false)))).ConfigureAwait(false)];
    }

    private async Task<HashSet<string>> NamesAsync(string zone, string what)
    {
        var (names, page) = (new HashSet<string>(StringComparer.Ordinal), "");
        for (var i = 0; i < PagesMax; i++)
        {
            using var json = await caller.AskAsync(new CloudQuestion("GET", $"{Project}/zones/{zone}/{what}?maxResults=500{(page.Length > 0 ? "&pageToken=" + Uri.EscapeDataString(page) : "")}"), CancellationToken.None).ConfigureAwait(false);
            foreach (var item in Json.Items(json.RootElement, "items")) names.Add(Json.Text(item, "name"));
            page = Json.Text(json.RootElement, "nextPageToken");
            if (page.Length == 0) return names;
        }

        throw new ProviderException(GcpLogin.Provider, $"the list of {what} in {zone} does not end after {PagesMax} pages", isTransient: true);
    }

    /// <summary>The last part of a resource's address.</summary>
    public static string Last(string link) => link[(link.LastIndexOf('/') + 1)..];

    private sealed record Zone(string Name, HashSet<string> Machines, HashSet<string> Cards)
    {
        public bool Has(GcpType type) => Machines.Contains(type.Machine) && (type.Count == 0 || Cards.Contains(type.Card));
    }
}
