using System.Collections.Frozen;
using Haggle.Engine.Ports;
using Haggle.Providers.Http;

namespace Haggle.Providers.Lambda;

/// <summary>What a refused launch means: look elsewhere for a while, or stop and tell the user what to do. The codes are those of Lambda's API description. Pure.</summary>
internal static class LambdaErrors
{
    private static readonly TimeSpan RegionEmpty = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan QuotaFull = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan Unclear = TimeSpan.FromMinutes(5);

    private static readonly FrozenDictionary<string, (TimeSpan CoolFor, string Words)> Capacity = new Dictionary<string, (TimeSpan, string)>
    {
        ["instance-operations/launch/insufficient-capacity"] = (RegionEmpty, "has none left"),
        ["global/quota-exceeded"] = (QuotaFull, "allows this account no further machine; Lambda raises the limit as invoices are paid"),
        ["provider/internal-unknown"] = (Unclear, "could not make it"),
        ["provider/internal-unavailable"] = (Unclear, "could not make it"),
        ["global/internal-error"] = (Unclear, "could not make it"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string> Refusals = new Dictionary<string, string>
    {
        ["global/invalid-api-key"] = "Lambda does not take the key; see 'haggle doctor lambda'",
        ["global/account-inactive"] = "the account is not active; see cloud.lambda.ai",
        ["global/invalid-address"] = "the account has no valid billing address; enter one at cloud.lambda.ai",
        ["global/forbidden"] = "the key may not do this",
        ["global/object-does-not-exist"] = "something that was named does not exist there: the type, the region, or lambda.image",
        ["global/invalid-parameters"] = "Lambda does not take the request",
        ["global/duplicate"] = "Lambda does not take the request",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static LaunchOutcome Outcome(CloudError error, string instanceType, string region)
    {
        if (Capacity.TryGetValue(error.Code, out var none)) return new LaunchOutcome.NoCapacity(none.CoolFor, $"{region} {none.Words} ({instanceType}; {error.Code})");
        var words = Refusals.TryGetValue(error.Code, out var known) ? known + " " : "";
        return new LaunchOutcome.Refused($"{instanceType} in {region}: {words}({error.Code}: {error.Says})");
    }

    /// <summary>The codes that have a meaning here.</summary>
    public static IEnumerable<string> Known => Capacity.Keys.Concat(Refusals.Keys);
}
