using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Haggle.Core.Simulation.Spot;

namespace Haggle.Cli.Simulating;

/// <summary>
/// Reads a recorded market with prices (docs/spot-policy.md): {"metadata": {"gap_seconds": 600}, "zones": [{"name": "us-west-2a", "data": [1, 0, ...],
/// "spot": [0.92, ...]}, ...], "on_demand": [3.06, ...]}. Prices are dollars an hour, one for each tick, or one number for all of them.
/// </summary>
internal static class MarketFile
{
    private const long LargestFile = 64 << 20;
    private const double Dearest = 100_000;

    public static Recording Read(string written, string file)
    {
        if (!File.Exists(file)) throw CliException.BadInput($"--market: {written} is not there");
        if (new FileInfo(file).Length > LargestFile) throw CliException.BadInput($"--market: {written} is larger than a market can be ({LargestFile >> 20} MiB)");
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file));
            return Market(document.RootElement, written, RecordingNames.Short(file.Replace('\\', '/')));
        }
        catch (JsonException problem)
        {
            throw Wrong(written, string.Create(CultureInfo.InvariantCulture, $"line {problem.LineNumber + 1} is not JSON"));
        }
        catch (ArgumentException problem)
        {
            throw Wrong(written, problem.Message);
        }
    }

    private static Recording Market(JsonElement root, string file, string name)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("metadata", out var metadata) || metadata.ValueKind != JsonValueKind.Object
            || !metadata.TryGetProperty("gap_seconds", out var gap) || !gap.TryGetInt32(out var seconds) || seconds <= 0)
            throw Wrong(file, "metadata.gap_seconds is not a whole number above 0");
        if (!root.TryGetProperty("zones", out var zones) || zones.ValueKind != JsonValueKind.Array || zones.GetArrayLength() is 0 or > 64)
            throw Wrong(file, "zones is not a list of 1 to 64 zones");
        var traces = new List<AvailabilityTrace>();
        var prices = new List<int[]>();
        foreach (var zone in zones.EnumerateArray())
        {
            var label = zone.ValueKind == JsonValueKind.Object && zone.TryGetProperty("name", out var text) && text.ValueKind == JsonValueKind.String ? text.GetString()! : $"zone {traces.Count + 1}";
            var instances = Numbers(zone, "data", file, label, 0, 1e9).Select(number => (int)number).ToImmutableArray();
            if (instances.IsEmpty) throw Wrong(file, $"{label}: data is empty");
            traces.Add(new AvailabilityTrace(label, seconds, instances));
            prices.Add(Rates(zone, "spot", file, label, instances.Length));
        }

        var set = ZoneSet.Of(traces);
        var onDemand = Rates(root, "on_demand", file, "the market", set.Length);
        var spot = Enumerable.Range(0, set.Length).SelectMany(tick => prices.Select(zone => zone[tick])).ToImmutableArray();
        return new Recording(name, set, new MarketPrices(set.Zones, spot, [.. onDemand.Take(set.Length)]));
    }

    private static int[] Rates(JsonElement parent, string property, string file, string label, int count)
    {
        if (parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(property, out var one) && one.ValueKind == JsonValueKind.Number)
            return [.. Enumerable.Repeat(Rate(one.GetDouble(), file, label, property), count)];
        var rates = Numbers(parent, property, file, label, 0, Dearest).Select(number => Rate(number, file, label, property)).ToArray();
        return rates.Length >= count ? rates : throw Wrong(file, $"{label}: {property} has {rates.Length} prices for {count} ticks");
    }

    private static int Rate(double dollars, string file, string label, string property) => dollars is >= 0.001 and <= Dearest
        ? (int)Math.Round(dollars * 1000)
        : throw Wrong(file, string.Create(CultureInfo.InvariantCulture, $"{label}: {property} has the price {dollars}, which is not between $0.001 and ${Dearest:0} an hour"));

    private static IEnumerable<double> Numbers(JsonElement parent, string property, string file, string label, double least, double most)
    {
        if (parent.ValueKind != JsonValueKind.Object || !parent.TryGetProperty(property, out var list) || list.ValueKind != JsonValueKind.Array)
            throw Wrong(file, $"{label} has no list \"{property}\"");
        var index = 0;
        foreach (var element in list.EnumerateArray())
        {
            var number = element.ValueKind == JsonValueKind.Number ? element.GetDouble() : double.NaN;
            if (!(number >= least && number <= most))
                throw Wrong(file, string.Create(CultureInfo.InvariantCulture, $"{label}: {property}[{index}] is not a number between {least} and {most}"));
            index++;
            yield return number;
        }
    }

    private static CliException Wrong(string file, string why) =>
        CliException.BadInput($"--market: {file} is not a recorded market: {why}", "docs/spot-policy.md shows the format.");
}
