using Haggle.Core.Tasks;

namespace Haggle.TaskFiles;

/// <summary>
/// What the configuration says of the stores below an address. Values that are secret are as written: themselves, <c>env:NAME</c> for a variable of the
/// server, or <c>file:PATH</c> for the content of a file.
/// </summary>
public sealed record StoreEntry
{
    /// <summary>The address; it holds for everything below it, and the longest that fits is taken.</summary>
    public required string Address { get; init; }

    /// <summary>The server, when it is not the cloud's own; null for that.</summary>
    public string? Endpoint { get; init; }

    /// <summary>The region.</summary>
    public string? Region { get; init; }

    /// <summary>Azure's storage account, or Cloudflare's account id.</summary>
    public string? Account { get; init; }

    /// <summary>S3: the name of the key.</summary>
    public Secret? AccessKeyId { get; init; }

    /// <summary>S3: the key.</summary>
    public Secret? SecretAccessKey { get; init; }

    /// <summary>S3: what belongs to a temporary key.</summary>
    public Secret? SessionToken { get; init; }

    /// <summary>Azure: the account's key.</summary>
    public Secret? Key { get; init; }

    /// <summary>Azure: an address with a signature.</summary>
    public Secret? SasUrl { get; init; }

    /// <summary>Google: the JSON text of a service account's key.</summary>
    public Secret? ServiceAccount { get; init; }

    /// <summary>Hub or web server: the token.</summary>
    public Secret? Token { get; init; }

    /// <summary>The role that machines' temporary credentials are taken of, each narrowed to what its run needs; null to give machines the key named here.</summary>
    public string? Role { get; init; }

    /// <summary>The server that gives temporary credentials; null for Amazon's, or the endpoint's own when there is one.</summary>
    public string? StsEndpoint { get; init; }

    /// <summary>Whether a key is named here.</summary>
    public bool HasKey => AccessKeyId is not null || Key is not null || SasUrl is not null || ServiceAccount is not null || Token is not null;
}
