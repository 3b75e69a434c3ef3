using System.Globalization;
using System.Text.Json;

namespace Haggle.Cli.Rehearsing;

/// <summary>
/// Reads a recorded availability of spot machines: {"metadata": {"gap_seconds": 600}, "data": [1, 0, ...]}, where each number says how many machines
/// were to be had in that tick (the format of the SkyPilot spot traces).
/// </summary>
internal static class TraceFile
{
    /// <summary>The published traces have tens of kilobytes.</summary>
    private const long LargestFile = 32 << 20;

    /// <summary>Alternating lengths of up and down in seconds, beginning with up, as a ring; empty when it was never down.</summary>
    /// <param name="path">The file.</param>
    /// <param name="nodes">So many machines are needed at once.</param>
    /// <param name="start">Which of the trace's beginnings of availability to start at; counted round.</param>
    public static double[] Read(string path, int nodes, long start)
    {
        if (!File.Exists(path)) throw CliException.BadInput($"--trace: {path} is not there");
        if (new FileInfo(path).Length > LargestFile) throw CliException.BadInput($"--trace: {path} is larger than a trace can be ({LargestFile >> 20} MiB)");
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            return Pattern(document.RootElement, path, nodes, start);
        }
        catch (JsonException problem)
        {
            throw NotATrace(path, string.Create(CultureInfo.InvariantCulture, $"line {problem.LineNumber + 1} is not JSON"));
        }
    }

    private static double[] Pattern(JsonElement root, string path, int nodes, long start)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("data", out var data) || data.ValueKind != JsonValueKind.Array)
            throw NotATrace(path, "it has no list \"data\"");
        if (!root.TryGetProperty("metadata", out var metadata) || metadata.ValueKind != JsonValueKind.Object ||
            !metadata.TryGetProperty("gap_seconds", out var gap) || !gap.TryGetDouble(out var seconds) || seconds is not (> 0 and < 1e9))
            throw NotATrace(path, "metadata.gap_seconds is not a number above 0");
        var up = new bool[data.GetArrayLength()];
        var index = 0;
        foreach (var tick in data.EnumerateArray())
        {
            if (tick.ValueKind != JsonValueKind.Number) throw NotATrace(path, string.Create(CultureInfo.InvariantCulture, $"data[{index}] is not a number"));
            up[index++] = tick.GetDouble() >= nodes;
        }

        if (!up.Contains(true)) throw CliException.BadInput($"--trace: {path} never has {nodes} machine{(nodes == 1 ? "" : "s")} available, so nothing could ever run");
        return Ring(up, seconds, start);
    }

    internal static double[] Ring(bool[] up, double gapSeconds, long start)
    {
        var begins = Enumerable.Range(0, up.Length).Where(tick => up[tick] && !up[(tick + up.Length - 1) % up.Length]).ToArray();
        if (begins.Length == 0) return [];
        var first = begins[(int)(((start % begins.Length) + begins.Length) % begins.Length)];
        var lengths = new List<double>();
        var isUp = false;
        for (var tick = 0; tick < up.Length; tick++)
        {
            var now = up[(first + tick) % up.Length];
            if (now == isUp) lengths[^1] += gapSeconds;
            else lengths.Add(gapSeconds);
            isUp = now;
        }

        return [.. lengths];
    }

    private static CliException NotATrace(string path, string why) =>
        CliException.BadInput($"--trace: {path} is not an availability trace: {why}", "Expected {\"metadata\": {\"gap_seconds\": 600}, \"data\": [1, 1, 0, ...]}.");
}
