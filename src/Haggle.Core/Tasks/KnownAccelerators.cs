using System.Collections.Immutable;
using System.Globalization;
using Haggle.Core.Market;

namespace Haggle.Core.Tasks;

/// <summary>The accelerators that task files name, in the spelling of the field. Comparison ignores case, spaces, dashes and underscores.</summary>
public static class KnownAccelerators
{
    /// <summary>Every known name, canonical spelling.</summary>
    public static ImmutableArray<string> Names { get; } =
    [
        .. AcceleratorTable.All.Select(model => model.Name),

        // Longer spellings that task files use; an offer satisfies them by the parts of its name.
        "A100-80GB-SXM", "H100-80GB", "H100-SXM", "H100-MEGA-80GB", "H200-SXM", "Radeon MI25", "Gaudi HL-205",
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
