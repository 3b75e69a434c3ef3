using Haggle.Catalog.Live.Web.Grpc;

namespace Haggle.Catalog.Live.Sources.Nebius;

/// <summary>A kind of machine of Nebius, with the sizes that it is let in (nebius/compute/v1/platform.proto).</summary>
internal readonly record struct NebiusPlatform(string Name, long GpuMemoryGb, bool IsLetPreemptibly, IReadOnlyList<NebiusPlatform.Preset> Presets)
{
    public static NebiusPlatform Of(ProtoMessage platform)
    {
        var spec = platform.Message(2);

        // Field 11 counted in GiB and is on its way out; a service that has only it means the same cards.
        var memory = spec.Number(12) is > 0 and var gigabytes ? gigabytes : spec.Number(11);
        return new NebiusPlatform(platform.Message(1).Text(3), memory, platform.Message(3).Number(3) != 0, [.. spec.Messages(1).Select(preset =>
        {
            var resources = preset.Message(2);
            return new Preset(preset.Text(1), resources.Number(1), resources.Number(3), resources.Number(4));
        })]);
    }

    /// <summary>The card's name in the platform's: "gpu-h100-sxm" and "gpu-l40s-a" are an H100 SXM and an L40S (the letter is the generation of the host).</summary>
    public string Card
    {
        get
        {
            var name = Name.StartsWith("gpu-", StringComparison.Ordinal) ? Name[4..] : Name;
            return name.Length > 2 && name[^2] == '-' && char.IsAsciiLetterLower(name[^1]) ? name[..^2] : name;
        }
    }

    internal readonly record struct Preset(string Name, long Vcpus, long MemoryGib, long Gpus);
}
