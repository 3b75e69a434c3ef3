using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using Haggle.Core.Market;
using Haggle.Core.Units;

namespace Haggle.Providers.Aws;

/// <summary>
/// What AWS lets now, zone by zone: on demand at the list price where a zone has the type, spot at the price that EC2 says. Asked anew every few minutes;
/// in between, what was quoted is what is launched.
/// </summary>
internal sealed class AwsPrices(Ec2Client ec2, AwsSettings settings, Func<IReadOnlyList<Quote>> listed, TimeProvider time)
{
    public const string SpotSource = "EC2 DescribeSpotPriceHistory";

    private const string Linux = "Linux/UNIX";

    /// <summary>What it was called in accounts that also had machines outside of private networks; there are none any more, and both are the same.</summary>
    private const string LinuxInNetwork = "Linux/UNIX (Amazon VPC)";

    /// <summary>Spot prices move a few times a day; what is older than this is asked again.</summary>
    private static readonly TimeSpan Holds = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, (DateTimeOffset At, Task<ImmutableArray<Quote>> Quotes)> _regions = new();
    private readonly ConcurrentDictionary<(string Region, string Type, string Zone, DateTimeOffset From), SpotHistory> _histories = new();

    /// <summary>All offers of a region.</summary>
    public async Task<ImmutableArray<Quote>> RegionAsync(string region, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var now = time.GetUtcNow();
        // Shared by everybody who asks meanwhile: nobody's cancellation ends it for the others.
        if (!_regions.TryGetValue(region, out var known) || now - known.At > Holds || known.Quotes.IsFaulted || known.Quotes.IsCanceled)
            _regions[region] = known = (now, ReadAsync(region, now, CancellationToken.None));
        return await known.Quotes.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The spot prices that a machine is billed by.</summary>
    /// <param name="region">Its region.</param>
    /// <param name="type">Its type.</param>
    /// <param name="zone">Its zone.</param>
    /// <param name="from">Since when it lives.</param>
    /// <param name="to">When it ended; null while it goes on.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<SpotHistory> HistoryAsync(string region, string type, string zone, DateTimeOffset from, DateTimeOffset? to, CancellationToken cancellationToken)
    {
        var (key, now) = ((region, type, zone, from), time.GetUtcNow());

        // The last word on a machine's bill wants the prices up to its very end: what is some minutes old may lack the hour that began since.
        if (_histories.TryGetValue(key, out var known) && (to is { } end ? known.AsOf >= end : now - known.AsOf <= Holds)) return known;
        var items = await ec2.ListAsync(region, () => Question(from).Add("EndTime", Instant(now)).Add("AvailabilityZone", zone).List("InstanceType", [type]), "spotPriceHistorySet", cancellationToken).ConfigureAwait(false);
        var changes = items.Select(item => (At: item["timestamp"].Time, Rate: Rate(item))).Where(change => change is { At: not null, Rate: not null })
            .Select(change => (change.At!.Value, change.Rate!.Value)).OrderBy(change => change.Item1);
        return _histories[key] = new SpotHistory([.. changes], now);
    }

    private async Task<ImmutableArray<Quote>> ReadAsync(string region, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var types = listed().Where(quote => quote.Offer.Region == region && quote.Offer.Purchase == Purchase.OnDemand && quote.Offer.Zone.Length == 0)
            .GroupBy(quote => quote.Offer.InstanceType, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);
        if (types.Count == 0) return [];
        var places = await ec2.ListAsync(region, () => new Ec2Form("DescribeInstanceTypeOfferings").Add("LocationType", "availability-zone").FilterAny(1, "instance-type", types.Keys.Order(StringComparer.Ordinal)), "instanceTypeOfferingSet", cancellationToken).ConfigureAwait(false);
        var spot = await ec2.ListAsync(region, () => Question(now).List("InstanceType", types.Keys.Order(StringComparer.Ordinal)), "spotPriceHistorySet", cancellationToken).ConfigureAwait(false);
        var quotes = ImmutableArray.CreateBuilder<Quote>();
        foreach (var place in places)
            if (types.TryGetValue(place["instanceType"].Text, out var list)) quotes.Add(In(list, place["location"].Text, Purchase.OnDemand, list.Rate, list.Provenance));
        foreach (var price in spot.Where(item => item["productDescription"].Text is Linux or LinuxInNetwork).GroupBy(item => (Type: item["instanceType"].Text, Zone: item["availabilityZone"].Text)))
            if (types.TryGetValue(price.Key.Type, out var list) && price.MaxBy(item => item["timestamp"].Time) is var newest && Rate(newest) is { } rate)
                quotes.Add(In(list, price.Key.Zone, Purchase.Spot, rate, new Provenance(SpotSource, now)));
        return [.. quotes.Where(quote => !settings.Subnets.ContainsKey(region) || quote.Offer.Zone.Length > 0)];
    }

    private static Quote In(Quote list, string zone, Purchase purchase, HourlyRate rate, Provenance provenance)
    {
        var offer = list.Offer;
        var key = new OfferKey($"{offer.Provider}/{offer.Region}:{zone}/{offer.InstanceType}/{(purchase == Purchase.Spot ? "spot" : "on-demand")}");
        return new Quote(offer with { Key = key, Zone = zone, Purchase = purchase, Billing = BillingRule.PerSecondMinuteMinimum }, rate, provenance);
    }

    private static Ec2Form Question(DateTimeOffset since) => new Ec2Form("DescribeSpotPriceHistory").Add("StartTime", Instant(since)).List("ProductDescription", [Linux]);

    private static string Instant(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static HourlyRate? Rate(Ec2Node item) =>
        decimal.TryParse(item["spotPrice"].Text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var usd) && usd is > 0 and < 10_000 ? HourlyRate.FromUsd(Math.Round(usd, 9)) : null;
}
