using Haggle.Core.Simulation.Spot;

namespace Haggle.Cli.Simulating;

/// <summary>The recordings of a folder: every trace by itself, and the zones of one region and machine type side by side.</summary>
internal static class TraceFolder
{
    private const long LargestFile = 32 << 20;
    private const int MostFiles = 2000;

    public static List<Recording> Read(string written, string folder)
    {
        if (File.Exists(folder)) return [Single(written, Path.GetDirectoryName(folder)!, Path.GetFileName(folder), [])];
        if (!Directory.Exists(folder)) throw CliException.BadInput($"--traces: {written} is not there", "Name a folder of availability traces (*.json), or leave --traces out: a market is drawn then.");
        var paths = Directory.EnumerateFiles(folder, "*.json", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(folder, file).Replace('\\', '/')).Order(StringComparer.Ordinal).Take(MostFiles + 1).ToArray();
        if (paths.Length == 0) throw CliException.BadInput($"--traces: {written} holds no *.json file", "A trace is {\"metadata\": {\"gap_seconds\": 600}, \"data\": [1, 1, 0, ...]}.");
        if (paths.Length > MostFiles) throw CliException.BadInput($"--traces: {written} holds more than {MostFiles} files", "Name a folder that holds only traces.");
        var read = paths.ToDictionary(path => path, path => Trace(folder, path), StringComparer.Ordinal);
        var recordings = new List<Recording>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var path in paths) recordings.Add(Named(path, ZoneSet.Of([read[path]], RecordingNames.Machines(path)), names));
        foreach (var set in RecordingNames.Sets(paths))
        {
            if (set.Any(path => read[path].Gap != read[set[0]].Gap)) continue;
            recordings.Add(Named(set[0], ZoneSet.Of([.. set.Select(path => read[path])], RecordingNames.Machines(set[0])), names));
        }

        return recordings;
    }

    private static Recording Single(string written, string folder, string file, HashSet<string> names)
    {
        if (!file.EndsWith(".json", StringComparison.OrdinalIgnoreCase)) throw CliException.BadInput($"--traces: {written} is not a folder, nor a *.json file");
        return Named(file, ZoneSet.Of([Trace(folder, file)]), names);
    }

    // The same zone recorded at other times has its folder before its name.
    private static Recording Named(string path, ZoneSet zones, HashSet<string> names)
    {
        var name = zones.Name;
        var folders = path.Split('/')[..^1];
        for (var i = folders.Length - 1; i >= 0 && names.Contains(name); i--) name = $"{folders[i]}/{name}";
        for (var i = 2; !names.Add(name); i++) name = $"{zones.Name} ({i})";
        return new Recording(name, zones);
    }

    private static AvailabilityTrace Trace(string folder, string path)
    {
        var file = Path.Combine(folder, path);
        try
        {
            if (new FileInfo(file).Length > LargestFile) throw CliException.BadInput($"--traces: {path} is larger than a trace can be ({LargestFile >> 20} MiB)");
            return AvailabilityTrace.Parse(RecordingNames.Short(path), File.ReadAllBytes(file));
        }
        catch (Exception problem) when (problem is FormatException or ArgumentException or OverflowException)
        {
            throw CliException.BadInput($"--traces: {path} is not an availability trace: {problem.Message}", "Expected {\"metadata\": {\"gap_seconds\": 600}, \"data\": [1, 1, 0, ...]}.");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw CliException.BadInput($"--traces: {path} cannot be read: {problem.Message}");
        }
    }
}
