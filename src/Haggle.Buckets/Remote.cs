using System.Collections.Immutable;

namespace Haggle.Buckets;

/// <summary>A place as rclone is told of it: a backend's settings and a path. The settings hold secrets and go into rclone's environment only.</summary>
/// <param name="Shown">The address, for messages.</param>
/// <param name="Settings">The backend's settings by name, "type" among them.</param>
/// <param name="Path">Bucket and path; "" for the root.</param>
public sealed record Remote(string Shown, ImmutableSortedDictionary<string, string> Settings, string Path)
{
    private static readonly HashSet<string> Secrets =
        new(StringComparer.Ordinal) { "secret_access_key", "session_token", "key", "sas_url", "service_account_credentials", "headers", "token", "pass" };

    /// <summary>Whether a setting's value may be shown to nobody.</summary>
    public static bool IsSecret(string setting) => Secrets.Contains(setting);

    /// <summary>The same place, some names deeper.</summary>
    public Remote In(string below) => this with { Path = Path.Length == 0 ? below : Path.TrimEnd('/') + "/" + below, Shown = Shown.TrimEnd('/') + "/" + below };

    /// <summary>How an address is told to rclone.</summary>
    /// <param name="address">The address; not of a hub, which rclone does not know.</param>
    /// <param name="access">What opens it.</param>
    public static Remote Of(BucketAddress address, StoreAccess access)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(access);
        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        var path = address.Path.Length == 0 ? address.Bucket : address.Bucket + "/" + address.Path;
        switch (address.Kind)
        {
            case BucketKind.Web:
                settings["type"] = "http";
                settings["url"] = address.Bucket + "/";
                if (access.Token.Length > 0) settings["headers"] = $"Authorization,Bearer {access.Token}";
                path = address.Path;
                break;
            case BucketKind.Gcs:
                settings["type"] = "google cloud storage";
                settings["bucket_policy_only"] = "true";
                if (access.ServiceAccount.Length > 0) settings["service_account_credentials"] = access.ServiceAccount;
                else if (!access.UsesAmbient) settings["anonymous"] = "true";
                if (access.Endpoint.Length > 0) settings["endpoint"] = access.Endpoint;
                break;
            case BucketKind.Azure:
                settings["type"] = "azureblob";
                Put(settings, "account", address.Account.Length > 0 ? address.Account : access.Account);
                Put(settings, "key", access.Key);
                Put(settings, "sas_url", access.SasUrl);
                Put(settings, "endpoint", access.Endpoint);
                break;
            case BucketKind.Hub:
                settings["type"] = "hub";
                settings["endpoint"] = access.Endpoint.Length > 0 ? access.Endpoint : "https://huggingface.co";
                Put(settings, "revision", address.Region);
                Put(settings, "repository", address.Bucket);
                Put(settings, "token", access.Token);
                path = address.Path;
                break;
            default:
                S3(settings, address, access);
                break;
        }

        return new Remote(address.Text, settings.ToImmutableSortedDictionary(StringComparer.Ordinal), path);
    }

    private static void S3(Dictionary<string, string> settings, BucketAddress address, StoreAccess access)
    {
        var region = address.Region.Length > 0 ? address.Region : access.Region;
        var (provider, endpoint, usual) = address.Kind switch
        {
            BucketKind.R2 => ("Cloudflare", access.Account.Length > 0 ? $"https://{access.Account}.r2.cloudflarestorage.com" : "", "auto"),
            BucketKind.Ibm => ("IBMCOS", $"https://s3.{region}.cloud-object-storage.appdomain.cloud", ""),
            BucketKind.Nebius => ("Other", $"https://storage.{(region.Length > 0 ? region : "eu-north1")}.nebius.cloud", "eu-north1"),
            BucketKind.CoreWeave => ("Other", "https://cwobject.com", "auto"),
            BucketKind.S3 when access.Endpoint.Length == 0 => ("AWS", "", "us-east-1"),
            _ => ("Other", "", "us-east-1"),
        };
        settings["type"] = "s3";
        settings["provider"] = provider;
        settings["region"] = region.Length > 0 ? region : usual;
        if (settings["region"].Length == 0) settings.Remove("region");
        Put(settings, "endpoint", access.Endpoint.Length > 0 ? access.Endpoint : endpoint);
        if (address.Kind is BucketKind.CoreWeave) settings["force_path_style"] = "false";
        Put(settings, "access_key_id", access.AccessKeyId);
        Put(settings, "secret_access_key", access.SecretAccessKey);
        Put(settings, "session_token", access.SessionToken);
        if (access.UsesAmbient) settings["env_auth"] = "true";

        // A bucket is made once and by the server; a key for one prefix may not even ask whether it is there.
        settings["no_check_bucket"] = "true";
    }

    private static void Put(Dictionary<string, string> settings, string name, string value)
    {
        if (value.Length > 0) settings[name] = value;
    }
}
