using System.Collections.Immutable;
using Haggle.Core.Simulation.Spot;

namespace Haggle.Cli.Simulating;

/// <summary>What came of a contest.</summary>
/// <param name="Policies">The policies' names, in order.</param>
/// <param name="Results">Every policy on every recording and kind of job.</param>
/// <param name="TooShort">Pairs of recording and kind of job that were left out because the recording is too short.</param>
internal sealed record Scores(ImmutableArray<string> Policies, ImmutableArray<CellResult> Results, int TooShort)
{
    /// <summary>Single zones and sets of zones are scored apart; a group without results is left out.</summary>
    public IEnumerable<(string Title, ImmutableArray<CellResult> Results)> Groups()
    {
        var singles = Results.Where(result => result.Zones == 1).ToImmutableArray();
        var sets = Results.Where(result => result.Zones > 1).ToImmutableArray();
        if (!singles.IsEmpty) yield return (Title(singles, "single zone", "single zones"), singles);
        if (!sets.IsEmpty) yield return (Title(sets, "set of zones", "sets of zones"), sets);
    }

    private static string Title(ImmutableArray<CellResult> results, string one, string many)
    {
        var count = results.Select(result => result.Set).Distinct().Count();
        return count == 1 ? $"1 {one}" : $"{count} {many}";
    }
}
