using Haggle.Engine.Ports;
using Haggle.Providers.Http;

namespace Haggle.Providers.RunPod;

/// <summary>
/// What a refused pod means: look elsewhere for a while, or stop and tell the user what to do. REST answers with a status alone, in which 400 is "none left" for a wish that
/// was just looked up; GraphQL answers 200 with a code. Pure.
/// </summary>
internal static class RunPodErrors
{
    private static readonly TimeSpan Empty = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Unclear = TimeSpan.FromMinutes(5);

    public static LaunchOutcome Outcome(CloudError error, string offer) => (error.Status, error.Code) switch
    {
        (200, "SUPPLY_CONSTRAINT") or (400, _) => new LaunchOutcome.NoCapacity(Empty, $"RunPod has no {offer} left ({Words(error)})"),
        (200, "INSUFFICIENT_FUNDS") or (402, _) => new LaunchOutcome.Refused($"the account has no credit left; add some at runpod.io, see 'haggle doctor runpod' ({Words(error)})"),
        (200, "UNAUTHENTICATED") or (401, _) => new LaunchOutcome.Refused($"RunPod does not take the key; see 'haggle doctor runpod' ({Words(error)})"),
        (200, "FORBIDDEN") or (403, _) => new LaunchOutcome.Refused($"the key may not make pods; it needs all rights ({Words(error)})"),
        (200, "BID_TOO_LOW") => new LaunchOutcome.PriceMoved($"{offer}: the bid is below what is asked now ({Words(error)})"),
        (200, "INTERNAL_SERVER_ERROR") or ( >= 500, _) => new LaunchOutcome.NoCapacity(Unclear, $"RunPod could not make {offer} ({Words(error)})"),
        _ => new LaunchOutcome.Refused($"RunPod does not take the request for {offer} ({Words(error)})"),
    };

    private static string Words(CloudError error) => error.Code.Length > 0 ? $"{error.Code}: {error.Says}" : error.Says;
}
