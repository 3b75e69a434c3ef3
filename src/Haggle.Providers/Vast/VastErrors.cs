using Haggle.Engine.Ports;
using Haggle.Providers.Http;

namespace Haggle.Providers.Vast;

/// <summary>What a refused rental means: look elsewhere, or stop and tell the user what to do. The codes are those of vast.ai's API description. Pure.</summary>
internal static class VastErrors
{
    /// <summary>A machine that somebody else took is let for hours, usually.</summary>
    private static readonly TimeSpan Rented = TimeSpan.FromMinutes(30);

    private static readonly TimeSpan Unclear = TimeSpan.FromMinutes(5);

    public static LaunchOutcome Outcome(CloudError error, string offer) => (error.Status, error.Code) switch
    {
        (_, "no_such_ask") or (404 or 410, _) => new LaunchOutcome.NoCapacity(Rented, $"{offer} is rented by somebody else by now ({Words(error)})"),
        (_, "invalid_price") => new LaunchOutcome.PriceMoved($"{offer}: the bid is below what is asked now ({Words(error)})"),
        (_, "no_ssh_key_for_vm") => new LaunchOutcome.Refused($"{offer} is a virtual machine, which opens only to a key of the account; add one at cloud.vast.ai ({Words(error)})"),
        (_, "insufficient_credit") or (402, _) => new LaunchOutcome.Refused($"the account has no credit left; add some at cloud.vast.ai, see 'haggle doctor vast' ({Words(error)})"),
        (401, _) or (_, "auth_error") => new LaunchOutcome.Refused($"vast.ai does not take the key; see 'haggle doctor vast' ({Words(error)})"),
        (403, _) => new LaunchOutcome.Refused($"{offer}: the key may not do this; it needs the right to create instances ({Words(error)})"),
        ( >= 500, _) => new LaunchOutcome.NoCapacity(Unclear, $"vast.ai could not let {offer} ({Words(error)})"),
        _ => new LaunchOutcome.Refused($"vast.ai does not take the request for {offer} ({Words(error)})"),
    };

    private static string Words(CloudError error) => error.Code.Length > 0 ? $"{error.Code}: {error.Says}" : error.Says;
}
