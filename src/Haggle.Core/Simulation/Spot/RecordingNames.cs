using System.Collections.Immutable;

namespace Haggle.Core.Simulation.Spot;

/// <summary>
/// Reads from the names of recordings which belong side by side. A file is named ZONE_TYPE_COUNT ("us-west-2a_v100_8"), a zone is a region and a letter; a
/// folder that begins with a number and "-node" holds recordings of gangs of that many machines.
/// </summary>
public static class RecordingNames
{
    /// <summary>The gang that a recording is read for.</summary>
    /// <param name="path">The file's path, with its folders, "/" between them.</param>
    public static int Machines(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        foreach (var folder in path.Split('/').SkipLast(1))
            if (folder.Split("-node")[0] is var number && number.Length < folder.Length && int.TryParse(number, out var machines) && machines > 0) return machines;
        return 1;
    }

    /// <summary>
    /// The sets of zones: recordings of one folder, gang, region and machine type; where names do not say a region and a type, all of one folder. Only sets of
    /// two and more; by their order in <paramref name="paths"/>.
    /// </summary>
    public static ImmutableArray<ImmutableArray<string>> Sets(IEnumerable<string> paths) =>
        [.. paths.GroupBy(Kin, StringComparer.Ordinal).Where(kin => kin.Count() is > 1 and <= 64).Select(kin => kin.ToImmutableArray())];

    /// <summary>The recording's name without folders and without ".json".</summary>
    public static string Short(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var name = path[(path.LastIndexOf('/') + 1)..];
        return name.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? name[..^5] : name;
    }

    private static string Kin(string path)
    {
        var name = Short(path);
        var folder = path[..(path.LastIndexOf('/') + 1)];
        var cut = name.IndexOf('_', StringComparison.Ordinal);
        return cut > 1 && char.IsAsciiLetterLower(name[cut - 1]) ? folder + name[..(cut - 1)] + name[cut..] : folder;
    }
}
