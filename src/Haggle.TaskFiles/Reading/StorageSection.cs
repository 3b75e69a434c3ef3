using System.Buffers;
using System.Collections.Immutable;
using Haggle.Core.Tasks;
using Haggle.TaskFiles.Yaml;

namespace Haggle.TaskFiles.Reading;

/// <summary>Storage objects among the file mounts.</summary>
internal static class StorageSection
{
    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("+-.0123456789");
    private static readonly string[] Internal = ["_is_sky_managed", "_bucket_sub_path", "_force_delete"];

    public static StorageObject? Read(Field field)
    {
        if (Section.Open(field, "a path, an address or a storage object") is not { } section) return null;
        foreach (var key in Internal) section.Take(key);
        var storage = new StorageObject
        {
            Name = section.Take("name")?.Word(),
            Sources = section.Take("source") is { } source ? source.Words("a path, an address or a list of them", mayBeSingle: true) : [],
            Store = section.Take("store")?.OneOf(
                ("S3", StorageStore.S3), ("GCS", StorageStore.Gcs), ("AZURE", StorageStore.Azure), ("R2", StorageStore.R2), ("IBM", StorageStore.Ibm),
                ("OCI", StorageStore.Oci), ("NEBIUS", StorageStore.Nebius), ("COREWEAVE", StorageStore.CoreWeave), ("VASTDATA", StorageStore.VastData),
                ("HF", StorageStore.Hf), ("VOLUME", StorageStore.Volume)),
            Persistent = section.Take("persistent")?.Switch() ?? true,
            Mode = section.Take("mode")?.OneOf(
                ("MOUNT", StorageMode.Mount), ("COPY", StorageMode.Copy), ("MOUNT_CACHED", StorageMode.MountCached)) ?? StorageMode.Mount,
            MountOptions = section.Take("mount_options")?.Raw("text"),
            Use = section.Take("type")?.OneOf(
                ("MODEL_CHECKPOINT_RO", StorageUse.ModelCheckpointReadOnly), ("MODEL_CHECKPOINT_RW", StorageUse.ModelCheckpointReadWrite),
                ("DATASET_RO", StorageUse.DatasetReadOnly), ("DATASET_RW", StorageUse.DatasetReadWrite)),
            Config = section.Take("config") is { } config ? ReadConfig(config) : null,
        };
        section.Close();
        if (storage.Name is null && storage.Sources.Any(source => !source.Contains("://", StringComparison.Ordinal)))
            field.Refuse("takes files from here to a bucket, so it needs the bucket's 'name'", "name: my-bucket");
        if (storage.Name is null && storage.Sources.IsEmpty && !section.Given("source"))
            field.Refuse("needs a 'name' or a 'source'", "name: my-bucket, or source: s3://my-bucket");
        return storage;
    }

    private static StorageConfig? ReadConfig(Field field)
    {
        if (Section.Open(field) is not { } section) return null;
        var config = new StorageConfig
        {
            DiskSize = section.Take("disk_size")?.Size(wholeGib: true),
            DiskTier = section.Take("disk_tier")?.DiskTier(),
            StorageType = section.Take("storage_type")?.StorageType(),
            AttachMode = section.Take("attach_mode")?.AttachMode(),
        };
        if (section.Take("mount_cached") is { } cached) config = config with { MountCached = ReadCached(cached) };
        if (section.Take("mount") is { } mount) config = ReadMount(mount, config);
        section.Close();
        return config;
    }

    private static ImmutableSortedDictionary<string, string> ReadCached(Field field)
    {
        var options = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        if (Section.Open(field) is not { } section) return options.ToImmutable();
        Keep("transfers", option => option.Whole(1, 1024) is not null);
        Keep("vfs_read_chunk_streams", option => option.Whole(0, 1024) is not null);
        Keep("read_only", option => option.Switch() is not null);
        foreach (var key in new[] { "buffer_size", "vfs_cache_max_size", "vfs_read_ahead", "vfs_read_chunk_size" })
            Keep(key, option => Matches(option, IsRcloneSize, "a size such as 64M or 10G"));
        foreach (var key in new[] { "vfs_cache_max_age", "vfs_write_back" })
            Keep(key, option => Matches(option, IsRcloneDuration, "a duration such as 5s, 1h or 500ms"));
        section.Close();
        return options.ToImmutable();

        void Keep(string key, Func<Field, bool> isRight)
        {
            if (section.Take(key) is { Node: var node } option && isRight(option) && node is YamlScalar scalar) options[key] = scalar.Text;
        }
    }

    private static StorageConfig ReadMount(Field field, StorageConfig config)
    {
        if (Section.Open(field) is not { } section) return config;
        var readOnly = section.Take("read_only")?.Switch();
        var args = section.Take("hf_mount_args") is { } list ? list.Words("a list of arguments", mayBeSingle: false) : [];
        section.Close();
        return config with { MountReadOnly = readOnly, HfMountArgs = args };
    }

    private static bool Matches(Field field, Predicate<string> isRight, string wanted)
    {
        if (field.Raw(wanted) is not { } text) return false;
        if (isRight(text)) return true;
        field.Refuse($"must be {wanted}, but it is {field.Quoted}");
        return false;
    }

    private static bool IsRcloneSize(string text)
    {
        var digits = text.AsSpan().TrimEnd("bkmgtpBKMGTP");
        return digits.Length >= Math.Max(1, text.Length - 1) && digits.IndexOfAnyExceptInRange('0', '9') < 0;
    }

    private static bool IsRcloneDuration(string text)
    {
        var rest = text.AsSpan();
        if (rest.Length is 0 or > 40) return false;
        while (!rest.IsEmpty)
        {
            var number = rest.IndexOfAnyExcept(NumberCharacters);
            if (number < 0) return rest.Length == text.Length && Scalars.TryNumber(text, out _);
            var after = rest[number..];
            var unit = after.StartsWith("ms") ? 2 : 1;
            if (!Scalars.TryNumber(rest[..number].ToString(), out _) || (unit == 1 && !"smhdwMy".Contains(after[0], StringComparison.Ordinal))) return false;
            rest = after[unit..];
        }

        return true;
    }
}
