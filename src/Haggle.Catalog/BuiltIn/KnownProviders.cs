using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Haggle.Core.Market;
using Haggle.Core.Units;

namespace Haggle.Catalog.BuiltIn;

/// <summary>What a buyer must know about providers before the price (data/providers.json). Read when asked for, once; thread-safe.</summary>
public static class KnownProviders
{
    private static readonly string[] Dates = ["yyyy-MM-dd", "yyyy-MM"];
    private static readonly Lazy<IReadOnlyDictionary<string, ProviderTerms>> Loaded = new(Load);

    /// <summary>The terms by the provider's name.</summary>
    public static IReadOnlyDictionary<string, ProviderTerms> All => Loaded.Value;

    /// <summary>What a GB that leaves a provider costs, where it is known.</summary>
    public static ImmutableDictionary<ProviderName, Money> Egress =>
        All.Values.Where(terms => terms.Egress is not null).ToImmutableDictionary(terms => terms.Provider, terms => terms.Egress!.Value);

    private static Dictionary<string, ProviderTerms> Load()
    {
        using var stream = typeof(KnownProviders).Assembly.GetManifestResourceStream("providers.json") ?? throw new InvalidDataException("the terms of providers are missing from this build");
        using var json = JsonDocument.Parse(stream);
        var terms = new Dictionary<string, ProviderTerms>(StringComparer.Ordinal);
        foreach (var row in json.RootElement.GetProperty("providers").EnumerateArray())
        {
            var read = Read(row);
            terms.Add(read.Provider.Value, read);
        }

        return terms;
    }

    private static ProviderTerms Read(JsonElement row) => new()
    {
        Provider = new ProviderName(Text(row, "provider")),
        Title = Text(row, "title"),
        Billing = Text(row, "billing") switch
        {
            "" => null,
            "second" => BillingRule.PerSecond,
            "second-minute-minimum" => BillingRule.PerSecondMinuteMinimum,
            "minute" => BillingRule.PerMinute,
            "six-seconds" => new BillingRule(TimeSpan.FromSeconds(6), TimeSpan.Zero),
            "ten-minutes" => new BillingRule(TimeSpan.FromMinutes(10), TimeSpan.Zero),
            "hour" => BillingRule.PerHour,
            var other => throw Bad(row, other),
        },
        Quota = Text(row, "quota") switch
        {
            "" => QuotaKind.Unknown,
            "none" => QuotaKind.None,
            "vcpus" => QuotaKind.Vcpus,
            "accelerators" => QuotaKind.Accelerators,
            "machines" => QuotaKind.Machines,
            var other => throw Bad(row, other),
        },
        Host = Text(row, "host") switch { "" => HostKind.Unknown, "data-centre" => HostKind.DataCentre, "private-person" => HostKind.PrivatePerson, var other => throw Bad(row, other) },
        StorageRunning = Price(row, "storage_running_usd_per_gb_month"),
        StorageStopped = Price(row, "storage_stopped_usd_per_gb_month"),
        Egress = Price(row, "egress_usd_per_gb"),
        Sla = Text(row, "sla"),
        Privacy = Text(row, "privacy"),
        Note = Text(row, "note"),
        SetupMinutes = Number(row, "setup_minutes") is { } minutes ? (int)minutes : null,
        SessionHours = Number(row, "session_hours"),
        WeeklyHours = Number(row, "weekly_hours"),
        IsClosed = row.TryGetProperty("closed", out var closed) && closed.GetBoolean(),
        Provenance = new Provenance(Text(row, "source"), DateTimeOffset.ParseExact(Text(row, "as_of"), Dates, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)),
    };

    private static string Text(JsonElement row, string name) => row.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";

    private static double? Number(JsonElement row, string name) => row.TryGetProperty(name, out var value) ? value.GetDouble() : null;

    private static Money? Price(JsonElement row, string name) => Text(row, name) is { Length: > 0 } text ? Money.TryParse(text, out var price) ? price : throw Bad(row, text) : null;

    private static InvalidDataException Bad(JsonElement row, string text) => new($"data/providers.json: {Text(row, "provider")}: '{text}' means nothing");
}
