using System.Globalization;
using Haggle.Core.Simulation.Spot;

namespace Haggle.Core.Tests.Simulation.Spot;

/// <summary>The recorded traces beside the project, for tests that compare with known results; not part of the project.</summary>
internal static class ReferenceTraces
{
    public static string Root
    {
        get
        {
            for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
                if (File.Exists(Path.Combine(folder.FullName, "Haggle.slnx"))) return Path.Combine(folder.Parent!.FullName, "shared", "data", "traces");
            return "";
        }
    }

    public static ZoneSet Load(string names, int machines)
    {
        var folder = Path.Combine(Root, "public", machines.ToString(CultureInfo.InvariantCulture) + "-node");
        return ZoneSet.Of([.. names.Split('+').Select(name => Read(folder, name))], machines);
    }

    private static AvailabilityTrace Read(string folder, string name)
    {
        var file = Directory.EnumerateFiles(folder, name + ".json", SearchOption.AllDirectories).Single();
        return AvailabilityTrace.Parse(name, File.ReadAllBytes(file));
    }
}
