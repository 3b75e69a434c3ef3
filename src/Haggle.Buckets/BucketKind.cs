namespace Haggle.Buckets;

/// <summary>Who keeps what an address leads to.</summary>
public enum BucketKind
{
    /// <summary>Amazon S3, or a server that speaks its language (an endpoint says which).</summary>
    S3,

    /// <summary>Google Cloud Storage.</summary>
    Gcs,

    /// <summary>Azure Blob Storage.</summary>
    Azure,

    /// <summary>Cloudflare R2.</summary>
    R2,

    /// <summary>IBM Cloud Object Storage.</summary>
    Ibm,

    /// <summary>Oracle Object Storage, by its S3 door.</summary>
    Oci,

    /// <summary>Nebius Object Storage.</summary>
    Nebius,

    /// <summary>CoreWeave Object Storage.</summary>
    CoreWeave,

    /// <summary>VAST Data, by its S3 door.</summary>
    VastData,

    /// <summary>The Hugging Face hub; only read.</summary>
    Hub,

    /// <summary>A web server; only read.</summary>
    Web,
}
