namespace Haggle.Wire.Rest;

/// <summary>The stable words of <see cref="ErrorDetail.Code"/>, with the HTTP status each comes with.</summary>
public static class ErrorCode
{
    /// <summary>400: the request cannot be understood.</summary>
    public const string BadRequest = "bad_request";

    /// <summary>401: no token, or a wrong one.</summary>
    public const string Unauthorized = "unauthorized";

    /// <summary>404: no such run, attempt, machine or address.</summary>
    public const string NotFound = "not_found";

    /// <summary>409: the run is not in a state in which that can be done (over already, no machine yet, not local).</summary>
    public const string Conflict = "conflict";

    /// <summary>409: the bundle that a run names is not here; PUT it and submit again.</summary>
    public const string BundleMissing = "bundle_missing";

    /// <summary>413: a body is larger than the server takes.</summary>
    public const string TooLarge = "too_large";

    /// <summary>422: the task file is refused; the message is what `haggle check` prints.</summary>
    public const string BadTaskFile = "bad_task_file";

    /// <summary>422: the rehearsal cannot be done (unknown offer, bad pattern).</summary>
    public const string BadRehearsal = "bad_rehearsal";

    /// <summary>422: no offer fits and none can (see the plan's why_not).</summary>
    public const string NoOffer = "no_offer";

    /// <summary>500: a bug of the server.</summary>
    public const string Internal = "internal";

    /// <summary>503: the server is stopping or not ready.</summary>
    public const string Unavailable = "unavailable";
}
