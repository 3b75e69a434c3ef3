using System.Collections.Immutable;
using System.Globalization;

namespace Haggle.Core.Tasks;

/// <summary>The accelerators that task files name, in the spelling of the field. Comparison ignores case, spaces, dashes and underscores.</summary>
public static class KnownAccelerators
{
    /// <summary>Every known name, canonical spelling.</summary>
    public static ImmutableArray<string> Names { get; } =
    [
        "K80", "M60", "P4", "P40", "P100", "V100", "V100-32GB", "T4", "T4g",
        "A10", "A10G", "A16", "A30", "A40", "A100", "A100-80GB", "A100-80GB-SXM", "A800",
        "L4", "L40", "L40S", "H100", "H100-80GB", "H100-SXM", "H100-MEGA-80GB", "H100-NVL", "H200", "H200-SXM", "H200-NVL", "GH200", "H20",
        "B200", "GB200", "B300", "GB300",
        "GTX1060", "GTX1070", "GTX1070Ti", "GTX1080", "GTX1080Ti", "GTX1650", "GTX1660", "GTX1660Super", "GTX1660Ti",
        "RTX2060", "RTX2060Super", "RTX2070", "RTX2070Super", "RTX2080", "RTX2080Super", "RTX2080Ti", "TitanXp", "TitanV", "TitanRTX",
        "RTX3050", "RTX3060", "RTX3060Ti", "RTX3070", "RTX3070Ti", "RTX3080", "RTX3080Ti", "RTX3090", "RTX3090Ti",
        "RTX4060", "RTX4060Ti", "RTX4070", "RTX4070Super", "RTX4070Ti", "RTX4070TiSuper", "RTX4080", "RTX4080Super", "RTX4090", "RTX4090D",
        "RTX5060", "RTX5060Ti", "RTX5070", "RTX5070Ti", "RTX5080", "RTX5090",
        "RTX4000", "RTX5000", "RTX6000", "RTX8000", "RTXA2000", "RTXA4000", "RTXA4500", "RTXA5000", "RTXA6000",
        "RTX2000-Ada", "RTX4000-Ada", "RTX4500-Ada", "RTX5000-Ada", "RTX5880-Ada", "RTX6000-Ada",
        "RTXPRO4000", "RTXPRO4500", "RTXPRO5000", "RTXPRO6000",
        "MI25", "MI50", "MI60", "MI100", "MI210", "MI250", "MI250X", "MI300A", "MI300X", "MI325X", "MI350X", "MI355X", "Radeon MI25",
        "Gaudi", "Gaudi2", "Gaudi3", "Gaudi HL-205", "Trainium", "Trainium2", "Trainium3", "Inferentia", "Inferentia2",
        .. Tpus("tpu-v2-", 8, 32, 128, 256, 512), .. Tpus("tpu-v3-", 8, 32, 64, 128, 256, 512, 1024, 2048),
        .. Tpus("tpu-v4-", 8, 16, 32, 64, 128, 256, 384, 512, 1024, 2048), .. Tpus("tpu-v5litepod-", 1, 4, 8, 16, 32, 64, 128, 256),
        .. Tpus("tpu-v5p-", 8, 16, 32, 64, 128, 256, 384, 512, 1024, 2048), .. Tpus("tpu-v6e-", 1, 4, 8, 16, 32, 64, 128, 256), "tpu-v7x-8",
    ];

    // Declared after the names: static fields are filled from top to bottom.
    private static readonly ImmutableSortedDictionary<string, string> ByKey =
        Names.ToImmutableSortedDictionary(Key, name => name, StringComparer.Ordinal);

    /// <summary>The canonical spelling of a name, or null when it is not known.</summary>
    /// <param name="name">The name in any spelling: "rtx 4090", "a100-80gb", "RTX_6000_Ada".</param>
    public static string? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return ByKey.GetValueOrDefault(Key(name));
    }

    /// <summary>The known name that was most likely meant, or null when nothing is near.</summary>
    /// <param name="name">A name that <see cref="Find"/> does not know.</param>
    public static string? Nearest(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var key = Key(name);
        return key.Length < 2 ? null : Spelling.Nearest(key, ByKey.Keys) is { } near ? ByKey[near] : null;
    }

    private static IEnumerable<string> Tpus(string prefix, params int[] sizes) =>
        sizes.Select(size => prefix + size.ToString(CultureInfo.InvariantCulture));

    private static string Key(string name) =>
        string.Concat(name.Where(c => c is not (' ' or '-' or '_')).Select(char.ToUpperInvariant));
}
