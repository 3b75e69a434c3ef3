using System.Collections.Immutable;
using Haggle.Core.Tasks;

namespace Haggle.TaskFiles.Reading;

/// <summary>The part "stores" of the configuration: what opens which addresses.</summary>
internal static class StoreEntrySection
{
    public static ImmutableArray<StoreEntry> Read(Field field)
    {
        var entries = ImmutableArray.CreateBuilder<StoreEntry>();
        foreach (var (key, value) in field.Entries("a map of address: credentials"))
        {
            if (!key.Text.Contains("://", StringComparison.Ordinal))
            {
                field.Session.Complaints.Error(key.Line, key.Column, $"stores: '{Field.Shorten(key.Text)}' is not an address", "for example s3://my-bucket, or s3:// for all of S3");
                continue;
            }

            if (Section.Open(value, "a map such as {access_key_id, secret_access_key}") is not { } section) continue;
            var entry = new StoreEntry
            {
                Address = key.Text.TrimEnd('/') is var text && text.EndsWith(':') ? text + "//" : text,
                Endpoint = section.Take("endpoint")?.Word("an address such as https://host:9000"),
                Region = section.Take("region")?.Word(),
                Account = section.Take("account")?.Word(),
                AccessKeyId = Hidden(section, "access_key_id"),
                SecretAccessKey = Hidden(section, "secret_access_key"),
                SessionToken = Hidden(section, "session_token"),
                Key = Hidden(section, "key"),
                SasUrl = Hidden(section, "sas_url"),
                ServiceAccount = Hidden(section, "service_account"),
                Token = Hidden(section, "token"),
                Role = section.Take("role")?.Word("a role such as arn:aws:iam::123456789012:role/runs"),
                StsEndpoint = section.Take("sts_endpoint")?.Word("an address"),
            };
            section.Close();
            if (entry.AccessKeyId is null != entry.SecretAccessKey is null) value.Refuse("needs both access_key_id and secret_access_key, or neither");
            entries.Add(entry);
        }

        return entries.ToImmutable();
    }

    private static Secret? Hidden(Section section, string key) =>
        section.Take(key) is { } field && (field with { IsSecret = true }).Raw("text, env:NAME or file:PATH") is { Length: > 0 } text ? new Secret(text.Trim()) : null;
}
