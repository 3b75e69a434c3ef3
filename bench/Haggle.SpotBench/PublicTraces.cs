using Haggle.Core.Simulation.Spot;

namespace Haggle.SpotBench;

/// <summary>The recordings on disk: every trace alone, and the pairs of zones of one machine type.</summary>
internal static class PublicTraces
{
    public static List<Recording> Singles(string root) =>
        [.. Files(root).Select(file => new Recording(ZoneSet.Of([Read(file)], Machines(file)), Directory(file)))];

    /// <summary>The zones of one region side by side, for each machine type that was recorded in more than one of them.</summary>
    public static List<Recording> Pairs(string root) =>
        [.. Files(root).GroupBy(file => (Directory(file), Machines(file), Region: RegionAndType(file))).Where(zones => zones.Count() > 1)
            .Select(zones => new Recording(ZoneSet.Of([.. zones.Select(Read)], zones.Key.Item2), zones.Key.Item1))];

    // us-west-2a_k80_1 becomes us-west-2 and k80_1.
    private static (string Region, string Type) RegionAndType(string file)
    {
        var name = Path.GetFileNameWithoutExtension(file);
        var cut = name.IndexOf('_', StringComparison.Ordinal);
        return (name[..(cut - 1)], name[cut..]);
    }

    private static IEnumerable<string> Files(string root) =>
        System.IO.Directory.EnumerateFiles(root, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal);

    private static string Directory(string file)
    {
        var folder = Path.GetDirectoryName(file)!;
        return Path.GetFileName(Path.GetDirectoryName(folder))! + "/" + Path.GetFileName(folder);
    }

    // A gang's recording counts its instances; the gang runs only when all of them are there.
    private static int Machines(string file) => Directory(file).Split('-')[0] is var first && int.TryParse(first, out var machines) ? machines : 1;

    private static AvailabilityTrace Read(string file) => AvailabilityTrace.Parse(Path.GetFileNameWithoutExtension(file), File.ReadAllBytes(file));
}
