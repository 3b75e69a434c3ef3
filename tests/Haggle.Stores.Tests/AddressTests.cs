using Haggle.Buckets;

namespace Haggle.Stores.Tests;

public sealed class AddressTests
{
    [Theory]
    [InlineData("s3://bucket", BucketKind.S3, "bucket", "", "", "")]
    [InlineData("s3://bucket/a/b/", BucketKind.S3, "bucket", "a/b", "", "")]
    [InlineData("GS://bucket/a", BucketKind.Gcs, "bucket", "a", "", "")]
    [InlineData("az://box/a", BucketKind.Azure, "box", "a", "", "")]
    [InlineData("azure://box/a", BucketKind.Azure, "box", "a", "", "")]
    [InlineData("https://acc.blob.core.windows.net/box/a/b", BucketKind.Azure, "box", "a/b", "acc", "")]
    [InlineData("r2://bucket/a", BucketKind.R2, "bucket", "a", "", "")]
    [InlineData("cos://eu-de/bucket/a", BucketKind.Ibm, "bucket", "a", "", "eu-de")]
    [InlineData("hf://datasets/o/n/sub/x.bin", BucketKind.Hub, "datasets/o/n", "sub/x.bin", "", "")]
    [InlineData("hf://o/n@v1.0", BucketKind.Hub, "models/o/n", "", "", "v1.0")]
    [InlineData("https://host:8080/a/b.tar?x=1", BucketKind.Web, "https://host:8080", "a/b.tar?x=1", "", "")]
    public void Addresses_are_taken_apart(string text, BucketKind kind, string bucket, string path, string account, string region) =>
        Assert.Equal(new BucketAddress(text, kind, bucket, path, account, region), BucketAddress.TryRead(text, out _));

    [Theory]
    [InlineData("bucket/a", "is not an address such as s3://bucket/folder")]
    [InlineData("s4://bucket", "known are s3://, gs://")]
    [InlineData("s3://", "names no bucket; write s3://BUCKET/folder")]
    [InlineData("s3://bucket/../other", "leads upwards")]
    [InlineData("cos://eu-de", "write cos://REGION/BUCKET/folder")]
    [InlineData("hf://name", "names no repository")]
    [InlineData("https://user:word@host/a", "holds a password")]
    [InlineData("https://", "is no web address")]
    public void What_is_no_address_is_told(string text, string says)
    {
        Assert.Null(BucketAddress.TryRead(text, out var why));
        Assert.Contains(says, why, StringComparison.Ordinal);
        Assert.DoesNotContain("word", why.Replace("password", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    /// <summary>What rclone is told for each kind of store, as its documentation names the settings; the values of secrets are stars.</summary>
    [Fact]
    public void Every_kind_of_store_is_told_to_rclone_in_its_own_words()
    {
        var access = new StoreAccess
        {
            Account = "acc",
            AccessKeyId = "ID",
            SecretAccessKey = "hidden-1",
            SessionToken = "hidden-2",
            Key = "hidden-3",
            SasUrl = "hidden-4",
            ServiceAccount = "hidden-5",
            Token = "hidden-6",
            Region = "eu-x",
        };
        string[] addresses =
        [
            "s3://b/p", "gs://b/p", "az://b/p", "https://acc2.blob.core.windows.net/b/p", "r2://b/p", "cos://us-south/b/p", "oci://b/p", "nebius://b/p", "cw://b/p", "vastdata://b/p",
            "hf://datasets/o/n@r/p", "https://host/p/f.bin",
        ];
        var lines = new List<string>();
        foreach (var (what, given) in new[] { ("with credentials", access), ("with nothing", new StoreAccess()), ("with this computer's own", new StoreAccess { UsesAmbient = true }) })
        {
            lines.Add(what);
            foreach (var text in addresses)
            {
                var remote = Remote.Of(BucketAddress.TryRead(text, out _)!, given);
                var settings = string.Join(" ", remote.Settings.Select(setting => $"{setting.Key}={(Remote.IsSecret(setting.Key) ? "***" : setting.Value)}"));
                lines.Add($"  {text} -> {remote.Path}\n    {settings}");
            }
        }

        Snapshot.Matches("remotes", string.Join('\n', lines) + "\n");
        Assert.DoesNotContain("hidden", string.Join('\n', lines), StringComparison.Ordinal);
    }
}
