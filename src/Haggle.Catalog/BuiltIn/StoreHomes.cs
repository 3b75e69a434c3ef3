namespace Haggle.Catalog.BuiltIn;

/// <summary>Whose object store an address lies in, by its scheme: that cloud charges for what leaves it.</summary>
public static class StoreHomes
{
    /// <summary>The provider; "" for a store that charges nothing for it (R2) or is not known.</summary>
    public static string Of(string uri)
    {
        ArgumentNullException.ThrowIfNull(uri);
        return uri.Split(':')[0] switch { "s3" => "aws", "gs" => "gcp", "azure" => "azure", "oci" => "oci", "nebius" => "nebius", _ => "" };
    }
}
