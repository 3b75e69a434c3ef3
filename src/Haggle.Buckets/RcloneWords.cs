using System.Text.RegularExpressions;

namespace Haggle.Buckets;

/// <summary>What rclone says when something went wrong, in one sentence that a person can act on.</summary>
public static partial class RcloneWords
{
    /// <summary>How rclone is come by.</summary>
    public const string HowToGet = "rclone is not on the PATH; install it (apt-get install rclone, or https://rclone.org/install/)";

    private const int DirectoryNotFound = 3;
    private const int LongestDetail = 200;

    private static readonly (StoreTrouble Trouble, string[] Signs)[] Known =
    [
        (StoreTrouble.DiskFull, ["no space left on device"]),
        (StoreTrouble.Full, ["QuotaExceeded", "quotaExceeded", "InsufficientStorage", "QuotaExceededException", "storageQuotaExceeded", "EntityTooLarge: quota", "AccountQuotaExceeded"]),
        (StoreTrouble.Denied, ["AccessDenied", "InvalidAccessKeyId", "SignatureDoesNotMatch", "ExpiredToken", "InvalidToken", "NoCredentialProviders", "AuthenticationFailed", "AuthorizationFailure",
            "AuthorizationPermissionMismatch", "Forbidden", "403", "Unauthorized", "401", "invalid_grant", "could not find default credentials", "didn't find section in config", "RequestTimeTooSkewed", "illegal base64"]),
        (StoreTrouble.NoBucket, ["NoSuchBucket", "ContainerNotFound", "directory not found", "bucket does not exist", "The specified bucket does not exist", "404"]),
        (StoreTrouble.Unreachable, ["connection refused", "connection reset", "no such host", "i/o timeout", "TLS handshake timeout", "context deadline exceeded", "EOF", "broken pipe", "network is unreachable",
            "no route to host", "ServiceUnavailable", "SlowDown", "InternalError", "RequestError", "500", "502", "503", "504", "server misbehaving", "timeout", "RequestTimeout"]),
    ];

    /// <summary>The trouble that rclone's exit code and words tell of.</summary>
    /// <param name="what">What was tried: "the checkpoint could not be saved".</param>
    /// <param name="place">The address.</param>
    /// <param name="code">The exit code.</param>
    /// <param name="said">What it printed.</param>
    public static BucketException Fault(string what, string place, int code, string said)
    {
        var trouble = Trouble(code, said);
        return new BucketException(trouble, $"{what}: {Sentence(trouble, place, said)}");
    }

    /// <summary>The kind of trouble.</summary>
    public static StoreTrouble Trouble(int code, string said)
    {
        ArgumentNullException.ThrowIfNull(said);
        var text = Request().Replace(said, "");
        foreach (var (trouble, signs) in Known)
            if (signs.Any(sign => Has(text, sign))) return trouble;
        return code == DirectoryNotFound ? StoreTrouble.NoBucket : StoreTrouble.Other;
    }

    // A status stands alone; the same three digits are in many a size.
    private static bool Has(string text, string sign)
    {
        for (var at = text.IndexOf(sign, StringComparison.Ordinal); at >= 0; at = text.IndexOf(sign, at + 1, StringComparison.Ordinal))
        {
            if (!char.IsAsciiDigit(sign[0])) return true;
            var (before, after) = (at == 0 ? ' ' : text[at - 1], at + sign.Length >= text.Length ? ' ' : text[at + sign.Length]);
            if (before is ' ' or '=' && !char.IsLetterOrDigit(after)) return true;
        }

        return false;
    }

    private static string Sentence(StoreTrouble trouble, string place, string said) => trouble switch
    {
        StoreTrouble.DiskFull => "the disk of this machine is full; free some space",
        StoreTrouble.Full => $"{place} takes no more: its quota is used up; delete something there or have the quota raised",
        StoreTrouble.Denied => $"{place} refuses the credentials ({Detail(said)}); check those of this address in the configuration (stores:) and what they allow",
        StoreTrouble.NoBucket => $"{place} is not there ({Detail(said)}); make the bucket or correct the address",
        StoreTrouble.Unreachable => $"{place} does not answer ({Detail(said)})",
        _ => $"{place}: {Detail(said)}",
    };

    // The last line says most; log stamps, request numbers and anything signed are left out.
    private static string Detail(string said)
    {
        var lines = said.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(line => !line.StartsWith("status code:", StringComparison.Ordinal) && !line.Contains("request id:", StringComparison.Ordinal)).ToArray();
        var line = lines.LastOrDefault(line => line.StartsWith("caused by:", StringComparison.Ordinal)) ?? lines.LastOrDefault() ?? "no reason given";
        line = Query().Replace(Stamp().Replace(line, ""), "");
        line = line.Split(": ") is [.., var last] && line.StartsWith("caused by:", StringComparison.Ordinal) ? last : Prefix().Replace(line, "");
        line = line.Trim().TrimEnd(':', '.');
        return line.Length == 0 ? "no reason given" : line.Length <= LongestDetail ? line : line[..LongestDetail] + "...";
    }

    [GeneratedRegex(@"^\d{4}/\d\d/\d\d \d\d:\d\d:\d\d (?:ERROR|NOTICE|INFO|CRITICAL)?\s*:?\s*")]
    private static partial Regex Stamp();

    [GeneratedRegex(@"(?:request id|host id): \S*")]
    private static partial Regex Request();

    [GeneratedRegex(@"\?[^\s""']*")]
    private static partial Regex Query();

    [GeneratedRegex(@"^(?:Failed to \w+(?: with \d+ errors)?: (?:last error was: )?)?(?:error in ListJSON: )?")]
    private static partial Regex Prefix();
}
