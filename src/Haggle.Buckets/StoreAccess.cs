namespace Haggle.Buckets;

/// <summary>What opens a bucket. Everything has a default: nothing at all means what anybody may do.</summary>
public sealed record StoreAccess
{
    /// <summary>The server's address, for servers other than the cloud's own; "" for that.</summary>
    public string Endpoint { get; init; } = "";

    /// <summary>The region; "" when it does not matter.</summary>
    public string Region { get; init; } = "";

    /// <summary>The account: Azure's storage account, Cloudflare's account id; "" when the address names it.</summary>
    public string Account { get; init; } = "";

    /// <summary>S3: the name of the key.</summary>
    public string AccessKeyId { get; init; } = "";

    /// <summary>S3: the key.</summary>
    public string SecretAccessKey { get; init; } = "";

    /// <summary>S3: what belongs to a temporary key.</summary>
    public string SessionToken { get; init; } = "";

    /// <summary>Azure: the account's key.</summary>
    public string Key { get; init; } = "";

    /// <summary>Azure: an address with a signature that opens one container.</summary>
    public string SasUrl { get; init; } = "";

    /// <summary>Google: the JSON text of a service account's key.</summary>
    public string ServiceAccount { get; init; } = "";

    /// <summary>Hub or web server: the token that is sent along.</summary>
    public string Token { get; init; } = "";

    /// <summary>Whether the computer's own credentials are to be used (environment, profiles). Only where rclone runs beside the server.</summary>
    public bool UsesAmbient { get; init; }

    /// <summary>Whether there is anything that opens more than what anybody may do.</summary>
    public bool HasCredentials => UsesAmbient || AccessKeyId.Length > 0 || Key.Length > 0 || SasUrl.Length > 0 || ServiceAccount.Length > 0 || Token.Length > 0;

    /// <summary>Never what is secret in it.</summary>
    public override string ToString() => HasCredentials ? "***" : "anonymous";
}
