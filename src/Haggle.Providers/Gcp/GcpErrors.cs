using System.Collections.Frozen;
using Haggle.Engine.Ports;
using Haggle.Providers.Http;

namespace Haggle.Providers.Gcp;

/// <summary>
/// What a refused machine means: look elsewhere for a while, or stop and tell the user what to do. Codes in capitals are those of operations, the others those of calls
/// (Compute Engine's documentation, "Troubleshooting VM creation", read 2026-11). Pure.
/// </summary>
internal static class GcpErrors
{
    private static readonly TimeSpan ZoneEmpty = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan QuotaFull = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan Unclear = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan TooOften = TimeSpan.FromMinutes(1);

    private static readonly FrozenDictionary<string, (TimeSpan CoolFor, string Words)> Capacity = new Dictionary<string, (TimeSpan, string)>
    {
        ["ZONE_RESOURCE_POOL_EXHAUSTED"] = (ZoneEmpty, "has none left"),
        ["ZONE_RESOURCE_POOL_EXHAUSTED_WITH_DETAILS"] = (ZoneEmpty, "has none left"),
        ["RESOURCE_POOL_EXHAUSTED"] = (ZoneEmpty, "has none left"),
        ["STOCKOUT"] = (ZoneEmpty, "has none left"),
        ["QUOTA_EXCEEDED"] = (QuotaFull, "allows this project no further one (see 'haggle doctor gcp')"),
        ["quotaExceeded"] = (QuotaFull, "allows this project no further one (see 'haggle doctor gcp')"),
        ["rateLimitExceeded"] = (TooOften, "was asked too often"),
        ["userRateLimitExceeded"] = (TooOften, "was asked too often"),
        ["INTERNAL_ERROR"] = (Unclear, "could not make it"),
        ["backendError"] = (Unclear, "could not make it"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string> Refusals = new Dictionary<string, string>
    {
        ["UNSUPPORTED_OPERATION"] = "this type is not let there in this way",
        ["RESOURCE_NOT_FOUND"] = "something that was named does not exist there: the type, gcp.image or gcp.network",
        ["notFound"] = "something that was named does not exist there: the project, the zone, the type, gcp.image or gcp.network",
        ["invalid"] = "Compute Engine does not take the request",
        ["required"] = "Compute Engine does not take the request",
        ["forbidden"] = "the credential may not do this; it needs the role Compute Instance Admin (v1)",
        ["insufficientPermissions"] = "the credential may not do this; it needs the role Compute Instance Admin (v1)",
        ["authError"] = "the credential is not taken; run 'gcloud auth application-default login'",
        ["accessNotConfigured"] = "the project has not switched Compute Engine on; run 'gcloud services enable compute.googleapis.com'",
        ["billingNotEnabled"] = "the project has no billing account",
        ["conditionNotMet"] = "a rule of the organisation forbids it",
        ["CONDITION_NOT_MET"] = "a rule of the organisation forbids it",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static LaunchOutcome Outcome(CloudError error, string instanceType, string zone)
    {
        if (Capacity.TryGetValue(error.Code, out var none)) return new LaunchOutcome.NoCapacity(none.CoolFor, $"{zone} {none.Words} ({instanceType}; {error.Code}: {error.Says})");
        var words = Refusals.TryGetValue(error.Code, out var known) ? known + " " : "";
        return new LaunchOutcome.Refused($"{instanceType} in {zone}: {words}({error.Code}: {error.Says})");
    }

    /// <summary>What to do about a code; "" when nobody knows.</summary>
    public static string Advice(string code) => Refusals.GetValueOrDefault(code, "");

    /// <summary>The codes that have a meaning here.</summary>
    public static IEnumerable<string> Known => Capacity.Keys.Concat(Refusals.Keys);
}
