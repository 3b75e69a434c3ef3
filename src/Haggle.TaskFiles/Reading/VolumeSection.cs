using System.Collections.Immutable;
using Haggle.Core.Tasks;
using Haggle.TaskFiles.Yaml;

namespace Haggle.TaskFiles.Reading;

/// <summary>Volumes of a task and disks of a machine.</summary>
internal static class VolumeSection
{
    public static ImmutableArray<VolumeMount> ReadMounts(Field field)
    {
        var mounts = ImmutableArray.CreateBuilder<VolumeMount>();
        foreach (var (key, value) in field.Entries("a map of destination: volume"))
        {
            if (MountSection.Destination(field, key) is not { } destination) continue;
            if (value.Node is YamlScalar)
            {
                if (value.Word("the name of a volume") is { } existing) mounts.Add(new VolumeMount(destination, existing, null, null));
                continue;
            }

            if (Section.Open(value, "the name of a volume or a map {name, size}") is not { } section) continue;
            var name = section.Take("name")?.Word();
            var size = section.Take("size")?.Size(wholeGib: false);
            var options = Lists.PassThroughMap(section.Rest().Select(entry => (entry.Key, section.Child(entry))));
            if (!section.Given("name") && !section.Given("size"))
                value.Refuse("needs the 'name' of a volume or the 'size' of a new one", "for example {size: 100Gi}");
            mounts.Add(new VolumeMount(destination, name, size, options.Entries.IsEmpty ? null : options));
        }

        return mounts.ToImmutable();
    }

    public static ImmutableArray<AttachedVolume> ReadAttached(Field field)
    {
        var volumes = ImmutableArray.CreateBuilder<AttachedVolume>();
        foreach (var item in field.Items("a list of volumes"))
        {
            if (Section.Open(item) is not { } section) continue;
            volumes.Add(new AttachedVolume(
                Path: section.Take("path")?.Word("a path"),
                Name: section.Take("name")?.Word(),
                Size: section.Take("disk_size")?.Size(wholeGib: true),
                Tier: section.Take("disk_tier")?.DiskTier(),
                AutoDelete: section.Take("auto_delete")?.Switch() ?? false,
                StorageType: section.Take("storage_type")?.StorageType(),
                AttachMode: section.Take("attach_mode")?.AttachMode()));
            section.Close();
        }

        return volumes.ToImmutable();
    }

    /// <summary>A disk's speed class; null after a complaint and for "none", which asks for nothing.</summary>
    public static DiskTier? DiskTier(this Field field)
    {
        if (field.Node is YamlScalar { Text: "none" or "None" or "NONE" }) return null;
        return field.OneOf(
            ("low", Core.Tasks.DiskTier.Low), ("medium", Core.Tasks.DiskTier.Medium), ("high", Core.Tasks.DiskTier.High),
            ("ultra", Core.Tasks.DiskTier.Ultra), ("best", Core.Tasks.DiskTier.Best));
    }

    public static string? StorageType(this Field field) => field.OneWordOf("network", "instance");

    public static string? AttachMode(this Field field) => field.OneWordOf("read_only", "read_write");
}
