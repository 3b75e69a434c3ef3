namespace Haggle.Buckets;

/// <summary>An address of a bucket, a folder in one, a hub's repository or a web server, taken apart.</summary>
/// <param name="Text">As it was written.</param>
/// <param name="Kind">Who keeps it.</param>
/// <param name="Bucket">The bucket (container); for the web the server's root, for the hub the repository ("datasets/owner/name").</param>
/// <param name="Path">What is meant in it, without slashes at its ends; "" for all of it.</param>
/// <param name="Account">The account that the address names (Azure); "" when it names none.</param>
/// <param name="Region">The region that the address names (IBM), or the hub's revision; "" when it names none.</param>
public sealed record BucketAddress(string Text, BucketKind Kind, string Bucket, string Path, string Account = "", string Region = "")
{
    private const string AzureHost = ".blob.core.windows.net";

    private static readonly Dictionary<string, BucketKind> Schemes = new(StringComparer.Ordinal)
    {
        ["s3"] = BucketKind.S3,
        ["gs"] = BucketKind.Gcs,
        ["az"] = BucketKind.Azure,
        ["azure"] = BucketKind.Azure,
        ["r2"] = BucketKind.R2,
        ["cos"] = BucketKind.Ibm,
        ["oci"] = BucketKind.Oci,
        ["nebius"] = BucketKind.Nebius,
        ["cw"] = BucketKind.CoreWeave,
        ["vastdata"] = BucketKind.VastData,
        ["hf"] = BucketKind.Hub,
        ["http"] = BucketKind.Web,
        ["https"] = BucketKind.Web,
    };

    /// <summary>Whether something can be written there.</summary>
    public bool IsWritable => Kind is not (BucketKind.Hub or BucketKind.Web);

    /// <summary>Whether it speaks the language of Amazon's S3.</summary>
    public bool SpeaksS3 => Kind is not (BucketKind.Hub or BucketKind.Web or BucketKind.Gcs or BucketKind.Azure);

    /// <summary>The same place, some names deeper.</summary>
    public BucketAddress In(string below) =>
        this with { Text = Text.TrimEnd('/') + "/" + below, Path = Path.Length == 0 ? below : Path + "/" + below };

    /// <summary>Reads an address.</summary>
    /// <param name="text">What was written.</param>
    /// <param name="why">What is wrong with it, to be put behind the address; "" when nothing is.</param>
    public static BucketAddress? TryRead(string text, out string why)
    {
        ArgumentNullException.ThrowIfNull(text);
        why = "";
        var colon = text.IndexOf("://", StringComparison.Ordinal);
        var scheme = colon < 0 ? "" : text[..colon].ToLowerInvariant();
        if (!Schemes.TryGetValue(scheme, out var kind))
        {
            why = "is not an address such as s3://bucket/folder; known are " + string.Join(", ", Schemes.Keys.Select(known => known + "://"));
            return null;
        }

        var rest = text[(colon + 3)..];
        if (kind is BucketKind.Web) return Web(text, rest, ref why);
        var parts = rest.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Contains("..") || parts.Contains("."))
        {
            why = "leads upwards; name the folder itself";
            return null;
        }

        return kind switch
        {
            BucketKind.Hub => Hub(text, parts, ref why),
            BucketKind.Ibm when parts.Length < 2 => Refused("names no bucket; write cos://REGION/BUCKET/folder", out why),
            BucketKind.Ibm => new BucketAddress(text, kind, parts[1], string.Join('/', parts[2..]), Region: parts[0]),
            _ when parts.Length == 0 => Refused($"names no bucket; write {scheme}://BUCKET/folder", out why),
            _ => new BucketAddress(text, kind, parts[0], string.Join('/', parts[1..])),
        };
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    private static BucketAddress? Refused(string reason, out string why)
    {
        why = reason;
        return null;
    }

    private static BucketAddress? Web(string text, string rest, ref string why)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || rest.Length == 0 || uri.Host.Length == 0) return Refused("is no web address", out why);
        if (uri.UserInfo.Length > 0) return Refused("holds a password; name it in the configuration (stores:) instead", out why);
        if (uri.Scheme == Uri.UriSchemeHttps && uri.Host.EndsWith(AzureHost, StringComparison.OrdinalIgnoreCase) && uri.Query.Length == 0)
        {
            var parts = Uri.UnescapeDataString(uri.AbsolutePath).Split('/', StringSplitOptions.RemoveEmptyEntries);
            if (parts.Length == 0) return Refused("names no container; write https://ACCOUNT.blob.core.windows.net/CONTAINER/folder", out why);
            return new BucketAddress(text, BucketKind.Azure, parts[0], string.Join('/', parts[1..]), Account: uri.Host[..^AzureHost.Length]);
        }

        return new BucketAddress(text, BucketKind.Web, uri.GetLeftPart(UriPartial.Authority), uri.PathAndQuery.TrimStart('/'));
    }

    // "datasets/OWNER/NAME[@REVISION]/PATH", "spaces/...", "models/..." or the model's "OWNER/NAME" alone.
    private static BucketAddress? Hub(string text, string[] parts, ref string why)
    {
        var kind = parts is ["datasets" or "spaces" or "models", ..] ? parts[0] : "models";
        var names = parts is ["datasets" or "spaces" or "models", ..] ? parts[1..] : parts;
        if (names.Length < 2) return Refused("names no repository; write hf://OWNER/MODEL or hf://datasets/OWNER/NAME", out why);
        var at = names[1].IndexOf('@', StringComparison.Ordinal);
        var name = at < 0 ? names[1] : names[1][..at];
        return new BucketAddress(text, BucketKind.Hub, $"{kind}/{names[0]}/{name}", string.Join('/', names[2..]), Region: at < 0 ? "" : names[1][(at + 1)..]);
    }
}
