using System.Collections.Frozen;
using Haggle.Engine.Ports;

namespace Haggle.Providers.Aws;

/// <summary>
/// What an error of RunInstances means for the launch: look elsewhere for a while, or stop and tell the user what to do. The codes are those of EC2's
/// documentation ("Error codes for the Amazon EC2 API"); LaunchErrorTests has the table. Pure.
/// </summary>
internal static class LaunchErrors
{
    /// <summary>Capacity of a zone comes back within minutes, seldom sooner.</summary>
    private static readonly TimeSpan ZoneEmpty = TimeSpan.FromMinutes(10);

    /// <summary>A running machine of ours must end first.</summary>
    private static readonly TimeSpan QuotaFull = TimeSpan.FromMinutes(15);

    private static readonly TimeSpan MarketAbove = TimeSpan.FromMinutes(5);

    private static readonly FrozenDictionary<string, (TimeSpan CoolFor, string Words)> Capacity = new Dictionary<string, (TimeSpan, string)>
    {
        ["InsufficientInstanceCapacity"] = (ZoneEmpty, "has none left"),
        ["InsufficientHostCapacity"] = (ZoneEmpty, "has no host with room"),
        ["InsufficientReservedInstanceCapacity"] = (ZoneEmpty, "has none left of what is reserved"),
        ["InsufficientCapacityOnHost"] = (ZoneEmpty, "has no room on the host"),
        ["InsufficientAddressCapacity"] = (ZoneEmpty, "has no address left"),
        ["InsufficientFreeAddressesInSubnet"] = (ZoneEmpty, "has no address left in the subnet"),
        ["InsufficientVolumeCapacity"] = (ZoneEmpty, "has no room for the disk"),
        ["CapacityReservationExceeded"] = (ZoneEmpty, "has none left of the capacity reservation"),
        ["ReservationCapacityExceeded"] = (ZoneEmpty, "has none left of the capacity reservation"),
        ["Server.InsufficientInstanceCapacity"] = (ZoneEmpty, "has none left"),
        ["SpotMaxPriceTooLow"] = (MarketAbove, "wants more than the plan's price"),
        ["MaxSpotInstanceCountExceeded"] = (QuotaFull, "allows this account no further spot machine (see 'haggle doctor aws')"),
        ["VcpuLimitExceeded"] = (QuotaFull, "allows this account no further machine of this family (see 'haggle doctor aws')"),
        ["InstanceLimitExceeded"] = (QuotaFull, "allows this account no further machine (see 'haggle doctor aws')"),
        ["VolumeLimitExceeded"] = (QuotaFull, "allows this account no further disk"),
        ["MaxIOPSLimitExceeded"] = (QuotaFull, "allows this account no further disk"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string> Refusals = new Dictionary<string, string>
    {
        ["Unsupported"] = "this type is not let there in this way",
        ["UnsupportedOperation"] = "this type is not let there in this way",
        ["InvalidInstanceType"] = "there is no such type",
        ["InvalidParameterValue"] = "EC2 does not take the request",
        ["InvalidParameterCombination"] = "EC2 does not take the request",
        ["InvalidAMIID.NotFound"] = "the image does not exist there; name one that does under aws.images",
        ["InvalidAMIID.Unavailable"] = "the image is no longer to be had; name another one under aws.images",
        ["InvalidAMIID.Malformed"] = "the image's name is none; correct aws.images",
        ["InvalidSubnetID.NotFound"] = "the subnet does not exist there; correct aws.subnets",
        ["InvalidSubnet"] = "the subnet cannot be used; correct aws.subnets",
        ["VPCIdNotSpecified"] = "the account has no default network in this region; name a subnet under aws.subnets",
        ["DefaultVpcDoesNotExist"] = "the account has no default network in this region; name a subnet under aws.subnets",
        ["OptInRequired"] = "the account has not switched this region on, or has not accepted the image's terms",
        ["PendingVerification"] = "AWS is still verifying the account for this region; that takes up to four hours",
        ["Blocked"] = "AWS has blocked the account; ask AWS support",
        ["UnauthorizedOperation"] = "the credential may not do this; 'haggle aws policy' prints what it needs",
        ["AuthFailure"] = "the credential is not taken in this region",
        ["AccessDenied"] = "the credential may not do this; 'haggle aws policy' prints what it needs",
        ["AuthFailure.ServiceLinkedRoleCreationNotPermitted"] = "the credential may not create the role that spot machines need; an administrator runs 'aws iam create-service-linked-role --aws-service-name spot.amazonaws.com' once",
        ["InvalidClientTokenId"] = "the credential is not known to AWS",
        ["ExpiredToken"] = "the credential has expired; log in again ('aws sso login')",
        ["RequestExpired"] = "the clock of this computer is wrong, or the credential has expired",
        ["SignatureDoesNotMatch"] = "the secret key does not belong to the access key",
        ["EncryptedVolumesNotSupported"] = "this type takes no encrypted disk",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The outcome of a launch that EC2 refused.</summary>
    /// <param name="error">What it said.</param>
    /// <param name="instanceType">What was wanted.</param>
    /// <param name="place">Where, for people.</param>
    public static LaunchOutcome Outcome(AwsError error, string instanceType, string place)
    {
        if (Capacity.TryGetValue(error.Code, out var none)) return new LaunchOutcome.NoCapacity(none.CoolFor, $"{place} {none.Words} ({instanceType}; {error.Code})");
        if (Refusals.TryGetValue(error.Code, out var words)) return new LaunchOutcome.Refused($"{instanceType} in {place}: {words} ({error.Code}: {error.Says})");

        // A code that nobody knows: not repeated at once, and shown as it came.
        return error.Status >= 500
            ? new LaunchOutcome.NoCapacity(MarketAbove, $"{place} could not make a {instanceType} ({error.Code}: {error.Says})")
            : new LaunchOutcome.Refused($"{instanceType} in {place}: {error.Code}: {error.Says}");
    }

    /// <summary>Whether the error says that there is no such machine (any more).</summary>
    public static bool IsNoSuchMachine(string code) => code is "InvalidInstanceID.NotFound" or "InvalidInstanceID.Malformed";

    /// <summary>The codes that have a meaning here.</summary>
    public static IEnumerable<string> Known => Capacity.Keys.Concat(Refusals.Keys);
}
