namespace Haggle.Core.Tasks;

/// <summary>The kind of object store behind a storage mount.</summary>
public enum StorageStore
{
    /// <summary>Amazon S3.</summary>
    S3,

    /// <summary>Google Cloud Storage.</summary>
    Gcs,

    /// <summary>Azure Blob Storage.</summary>
    Azure,

    /// <summary>Cloudflare R2.</summary>
    R2,

    /// <summary>IBM Cloud Object Storage.</summary>
    Ibm,

    /// <summary>Oracle Object Storage.</summary>
    Oci,

    /// <summary>Nebius Object Storage.</summary>
    Nebius,

    /// <summary>CoreWeave Object Storage.</summary>
    CoreWeave,

    /// <summary>VAST Data.</summary>
    VastData,

    /// <summary>The Hugging Face hub.</summary>
    Hf,

    /// <summary>A provider's network volume.</summary>
    Volume,
}
