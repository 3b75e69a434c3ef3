using Haggle.Buckets;

namespace Haggle.Server.Stores;

/// <summary>What this computer's user has set up for a cloud's own tools. It opens stores for the server; it never goes to a machine.</summary>
internal static class AmbientCredentials
{
    /// <summary>What there is for an address; anonymous when nothing is.</summary>
    public static StoreAccess For(BucketAddress address) => address.Kind switch
    {
        BucketKind.S3 when Has("AWS_ACCESS_KEY_ID") || Has("AWS_PROFILE") || Has("AWS_ROLE_ARN") || Has("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI") || InHome(".aws/credentials") || InHome(".aws/config") =>
            new StoreAccess { UsesAmbient = true, Region = Variable("AWS_REGION", "AWS_DEFAULT_REGION") },
        BucketKind.Gcs when Has("GOOGLE_APPLICATION_CREDENTIALS") || InHome(".config/gcloud/application_default_credentials.json") => new StoreAccess { UsesAmbient = true },
        BucketKind.Azure => new StoreAccess { Account = Variable("AZURE_STORAGE_ACCOUNT"), Key = Variable("AZURE_STORAGE_KEY"), SasUrl = Variable("AZURE_STORAGE_SAS_URL") },
        BucketKind.Hub => new StoreAccess { Token = Variable("HF_TOKEN") },
        _ => new StoreAccess(),
    };

    private static bool Has(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 };

    private static string Variable(params string[] names) => names.Select(Environment.GetEnvironmentVariable).FirstOrDefault(value => !string.IsNullOrEmpty(value)) ?? "";

    private static bool InHome(string path) => File.Exists(Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), path));
}
