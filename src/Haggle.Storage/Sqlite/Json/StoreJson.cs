using System.Text.Json.Serialization;
using Haggle.Core.Runs;

namespace Haggle.Storage.Sqlite.Json;

/// <summary>
/// JSON of what is stored whole. Every member is always written: a reader of generated code gives an absent member the default of its type,
/// not that of the record, so a new member whose default is not null or zero comes with a migration that writes it into older documents.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    IgnoreReadOnlyProperties = true,
    UseStringEnumConverter = true,
    Converters =
    [
        typeof(NumberConverter),
        typeof(InstantConverter),
        typeof(LengthConverter),
        typeof(MoneyConverter),
        typeof(HourlyRateConverter),
        typeof(GibConverter),
        typeof(RunIdConverter),
        typeof(MachineIdConverter),
        typeof(LaunchTokenConverter),
        typeof(OfferKeyConverter),
        typeof(ProviderNameConverter),
        typeof(NamedTextConverter),
        typeof(NamedInstantConverter),
        typeof(NamedNumberConverter),
    ])]
[JsonSerializable(typeof(Run))]
[JsonSerializable(typeof(AttemptRecord))]
internal sealed partial class StoreJson : JsonSerializerContext;
