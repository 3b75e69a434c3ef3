using System.Globalization;
using System.Text.Json;

namespace Haggle.SpotBench;

/// <summary>
/// Makes the rows of <c>data/spot-priors.json</c> that rest on Amazon's Spot Instance Advisor: for each accelerator and part of the world the mean over all types
/// and regions of what an interruption band is taken for (the middle of each band over that of the last, in which the recorded types are).
/// <c>bands --advisor FILE --types FILE --as-of DATE</c>.
/// </summary>
internal static class BandsCommand
{
    private static readonly double[] Loss = [0.3, 0.4, 0.6, 0.8, 1];
    private static readonly string[] Parts = ["us-", "eu-", "ap-", ""];

    /// <summary>Of fewer types and regions a mean says nothing.</summary>
    private const int Least = 4;

    public static int Run(Options options)
    {
        var words = options.Words;
        string Word(string name) => words.SkipWhile(word => word != name).Skip(1).FirstOrDefault() ?? throw new ArgumentException($"bands needs {name}");
        var date = Word("--as-of");
        var accelerators = Accelerators(Word("--types"));
        using var advisor = JsonDocument.Parse(File.ReadAllBytes(Word("--advisor")));
        var seen = new List<(string Accelerator, string Region, int Band)>();
        foreach (var region in advisor.RootElement.GetProperty("spot_advisor").EnumerateObject())
        {
            if (!region.Value.TryGetProperty("Linux", out var types)) continue;
            foreach (var type in types.EnumerateObject())
                if (accelerators.TryGetValue(type.Name, out var accelerator)) seen.Add((accelerator, region.Name, type.Value.GetProperty("r").GetInt32()));
        }

        foreach (var kin in seen.GroupBy(each => each.Accelerator).OrderBy(kin => kin.Key, StringComparer.Ordinal))
            foreach (var part in Parts)
            {
                var bands = kin.Where(each => each.Region.StartsWith(part, StringComparison.Ordinal)).ToArray();
                if (bands.Length < Least) continue;
                var where = part.Length == 0 ? "all regions" : $"{part}* regions";
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $$"""    {"provider": "aws", "accelerator": "{{kin.Key}}", "region": "{{part}}", "loss": {{bands.Average(each => Loss[each.Band]):0.00}}, "comeback": 1.00, "bands": true, "source": "Spot Instance Advisor, Linux: mean of the interruption bands of {{bands.Length}} types in {{where}} (SpotBench bands)", "as_of": "{{date}}"},"""));
            }

        return 0;
    }

    // The name that offers have for the accelerator in each type.
    private static Dictionary<string, string> Accelerators(string file)
    {
        using var types = JsonDocument.Parse(File.ReadAllBytes(file));
        var known = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var type in types.RootElement.EnumerateObject())
        {
            if (!type.Value.TryGetProperty("GpuInfo", out var gpus) || gpus.ValueKind is not JsonValueKind.Object || !gpus.TryGetProperty("Gpus", out var list) || list.GetArrayLength() == 0) continue;
            var (name, mib) = (list[0].GetProperty("Name").GetString()!, list[0].GetProperty("MemoryInfo").GetProperty("SizeInMiB").GetInt32());
            known[type.Name] = (name, mib) switch { ("A100", > 50_000) => "A100-80GB", ("V100", > 20_000) => "V100-32GB", _ => name };
        }

        return known;
    }
}
