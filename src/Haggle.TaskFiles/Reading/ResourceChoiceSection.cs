using Haggle.Core.Tasks;
using Haggle.Core.Units;
using Haggle.Images;
using Haggle.TaskFiles.Yaml;

namespace Haggle.TaskFiles.Reading;

/// <summary>One complete set of resources.</summary>
internal sealed record ResourceChoiceSection(ResourceChoice Choice, AcceleratorsField Accelerators, JobRecovery Recovery)
{
    public static ResourceChoiceSection? Read(Field field)
    {
        if (Section.Open(field) is not { } section) return null;
        foreach (var key in TaskFields.OfResources.Keys.Where(key => key[0] == '_')) section.Take(key);
        var defaults = new ResourceChoice();
        var choice = new ResourceChoice
        {
            Placement = PlacementField.Read(section),
            AcceleratorArgs = section.Take("accelerator_args") is { } args ? ReadArgs(args) : null,
            Cpus = section.Take("cpus") is { } cpus ? MachineSizes.ReadCpus(cpus) : null,
            Memory = section.Take("memory") is { } memory ? MachineSizes.ReadMemory(memory) : null,
            InstanceType = section.Take("instance_type")?.Word(),
            UseSpot = section.Take("use_spot")?.Switch() ?? false,
            MaxHourlyCost = section.Take("max_hourly_cost")?.AmountOfMoney() is { } cost ? new HourlyRate(cost) : null,
            DiskSize = ReadDiskSize(section) ?? defaults.DiskSize,
            DiskTier = section.Take("disk_tier")?.DiskTier() ?? defaults.DiskTier,
            NetworkTier = section.Take("network_tier")?.OneOf(("standard", NetworkTier.Standard), ("best", NetworkTier.Best)) ?? defaults.NetworkTier,
            LocalDisk = section.Take("local_disk") is { } disk ? MachineSizes.ReadLocalDisk(disk) : null,
            Ports = section.Take("ports") is { } ports ? PortsField.Read(ports) : [],
            Image = section.Take("image_id") is { } image ? ReadImage(image) : null,
            Labels = section.Take("labels") is { } labels ? labels.TextMap("a map of label: text") : defaults.Labels,
            Autostop = section.Take("autostop") is { } autostop ? AutostopField.Read(autostop) : null,
            Priority = section.Take("priority")?.Whole(-1000, 1000) ?? 0,
            PriorityClass = section.Take("priority_class")?.Word(),
            Volumes = section.Take("volumes") is { } volumes ? VolumeSection.ReadAttached(volumes) : [],
        };
        var accelerators = Alias(section, "accelerators", "gpus") is { } wanted ? AcceleratorsField.Read(wanted) : AcceleratorsField.None;
        var recovery = Alias(section, "job_recovery", "spot_recovery") is { } lost ? JobRecoveryField.Read(lost) : new JobRecovery();
        NoteFields(section, choice.Image);
        section.Close(key => key is "any_of" or "ordered" ? "alternatives cannot be nested"
            : TaskFields.OfTask.ContainsKey(key) ? "it belongs at the top of the task, not under 'resources:'" : null);
        return new ResourceChoiceSection(choice, accelerators, recovery);
    }

    private static Field? Alias(Section section, string name, string alias)
    {
        var field = section.Take(name);
        var other = section.Take(alias);
        if (field is not null && other is not null) other.Refuse($"is another word for {name}, which is given as well", "keep one of the two");
        return field ?? other;
    }

    private static void NoteFields(Section section, ImageChoice? image)
    {
        // A container's image is run by the agent anywhere; a cloud's own image is not chosen yet.
        var isContainer = image switch
        {
            ImageChoice.Everywhere everywhere => ImageName.IsContainer(everywhere.Id),
            ImageChoice.ByRegion byRegion => byRegion.Ids.Values.All(ImageName.IsContainer),
            _ => false,
        };
        foreach (var (name, isActedOn) in TaskFields.OfResources)
        {
            if (name is "any_of" or "ordered") continue;
            if (section.Take(name) is { } field) field.Session.Met($"resources.{name}", field.Node, isActedOn || (name == "image_id" && isContainer));
        }
    }

    private static Gib? ReadDiskSize(Section section)
    {
        var old = section.Take("ephemeral_storage");
        old?.Warn("is deprecated", "use disk_size");
        var size = section.Take("disk_size");
        if (size is not null && old is not null) old.Refuse("is another word for disk_size, which is given as well", "keep disk_size");
        return (size ?? old)?.Size(wholeGib: true);
    }

    private static AcceleratorArgs? ReadArgs(Field field)
    {
        if (Section.Open(field) is not { } section) return null;
        var args = new AcceleratorArgs(
            section.Take("runtime_version")?.Word(),
            section.Take("tpu_name")?.Word(),
            section.Take("tpu_vm")?.Switch() ?? true,
            section.Take("gcp_queued_resource")?.Switch() ?? false);
        section.Close();
        return args;
    }

    private static ImageChoice? ReadImage(Field field)
    {
        if (field.Node is not YamlMapping)
        {
            if (field.Word("an image or a map of region: image") is not { } id) return null;
            CheckContainer(field, id);
            return new ImageChoice.Everywhere(id);
        }

        var map = field.TextMap("an image or a map of region: image");
        foreach (var id in map.Values) CheckContainer(field, id);
        if (map.IsEmpty) field.Refuse("is an empty map", "for example us-east-1: ami-0123456789abcdef0");
        return new ImageChoice.ByRegion(map);
    }

    private static void CheckContainer(Field field, string id)
    {
        if (ImageName.IsContainer(id) && ImageName.Parse(ImageName.WithoutPrefix(id), out var why) is null)
            field.Refuse(why, "for example docker:pytorch/pytorch:2.9.1-cuda12.8-cudnn9-runtime, or docker:pytorch for the newest that runs");
    }
}
