using System.Text;
using System.Text.Json;
using Haggle.Buckets;

namespace Haggle.Server.Stores;

/// <summary>What a machine's temporary key may do, in the language of Amazon's policies: read, or read and write, below one prefix of one bucket, and nothing else. Pure.</summary>
internal static class AccessPolicy
{
    /// <summary>The policy's text.</summary>
    public static string Of(BucketAddress address, bool writes)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartObject();
            json.WriteString("Version", "2012-10-17");
            json.WriteStartArray("Statement");
            List(json, address, writes ? ["s3:ListBucket", "s3:ListBucketMultipartUploads"] : ["s3:ListBucket"]);
            Objects(json, address, writes ? ["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"] : ["s3:GetObject"]);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(text.ToArray());
    }

    private static void List(Utf8JsonWriter json, BucketAddress address, string[] actions)
    {
        Begin(json, actions, $"arn:aws:s3:::{address.Bucket}");
        if (address.Path.Length > 0)
        {
            json.WriteStartObject("Condition");
            json.WriteStartObject("StringLike");
            Words(json, "s3:prefix", [address.Path, address.Path + "/*"]);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void Objects(Utf8JsonWriter json, BucketAddress address, string[] actions)
    {
        // A mount may be of one object: the prefix itself is meant too.
        Begin(json, actions, address.Path.Length == 0 ? $"arn:aws:s3:::{address.Bucket}/*" : $"arn:aws:s3:::{address.Bucket}/{address.Path}", address.Path.Length == 0 ? null : $"arn:aws:s3:::{address.Bucket}/{address.Path}/*");
        json.WriteEndObject();
    }

    private static void Begin(Utf8JsonWriter json, string[] actions, string resource, string? below = null)
    {
        json.WriteStartObject();
        json.WriteString("Effect", "Allow");
        Words(json, "Action", actions);
        Words(json, "Resource", below is null ? [resource] : [resource, below]);
    }

    private static void Words(Utf8JsonWriter json, string name, string[] words)
    {
        json.WriteStartArray(name);
        foreach (var word in words) json.WriteStringValue(word);
        json.WriteEndArray();
    }
}
