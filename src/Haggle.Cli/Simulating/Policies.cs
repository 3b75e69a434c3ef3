using Haggle.Core.Policy.Spot;
using Haggle.Core.Tasks;

namespace Haggle.Cli.Simulating;

/// <summary>The policies that can be tried, by name.</summary>
internal static class Policies
{
    public static IReadOnlyList<ISpotPolicy> All { get; } = [new OnDemandPolicy(), new GreedyPolicy(), new UniformProgressPolicy(), new RatioPolicy(), PlannerPolicy.Shipped];

    public static IReadOnlyList<ISpotPolicy> Named(string[] written)
    {
        if (written.Length == 0) return All;
        return [.. written.SelectMany(each => each.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).Distinct().Select(Named)];
    }

    private static ISpotPolicy Named(string name)
    {
        if (All.FirstOrDefault(policy => policy.Name == name) is { } known) return known;
        if (name.StartsWith("ratio-", StringComparison.Ordinal) && double.TryParse(name[6..], System.Globalization.CultureInfo.InvariantCulture, out var theta) && theta is > 0 and <= 1)
            return new RatioPolicy(theta);
        var names = All.Select(policy => policy.Name).ToArray();
        throw CliException.BadInput(
            $"--policy: there is no policy '{name}'", Spelling.Nearest(name, names) is { } near ? $"Did you mean {near}?" : $"There are {string.Join(", ", names)}.");
    }
}
