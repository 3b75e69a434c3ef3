using System.Globalization;
using Haggle.Core.Policy.Spot;

namespace Haggle.SpotBench;

/// <summary>
/// Makes the numbers of <c>data/spot-priors.json</c>: for each accelerator and region of the recordings, losses and returns of spot over those that the mean of all
/// recordings would have expected in the same states.
/// </summary>
internal static class ClassesCommand
{
    public static int Run(Options options)
    {
        var recordings = PublicTraces.Singles(options.Traces);
        foreach (var kin in recordings.GroupBy(Class).OrderBy(kin => kin.Key, StringComparer.Ordinal))
        {
            var counts = Trainer.Count([.. kin], SpotPriors.SingleShape);
            var (lost, expectedLost) = Changes(counts, up: true);
            var (back, expectedBack) = Changes(counts, up: false);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{kin.Key}: loss {lost / expectedLost:0.00} ({lost:0} of {expectedLost:0}), comeback {back / expectedBack:0.00} ({back:0} of {expectedBack:0}), {string.Join(", ", kin.Select(each => each.Name))}"));
        }

        return 0;
    }

    private static string Class(Recording recording)
    {
        var parts = recording.Zones.Name.Split('_');
        return $"{parts[1].ToUpperInvariant()} in {parts[0][..^1]}";
    }

    // How often the class changed between up and down, and how often the mean of all recordings would have.
    private static (double Seen, double Expected) Changes(MarketCounts counts, bool up)
    {
        var shape = counts.Shape;
        var (seen, expected) = (0.0, 0.0);
        var all = MarketCountsText.Read(shape, SpotPriors.SingleText);
        for (var from = up ? 0 : shape.UpStates; from < (up ? shape.UpStates : shape.States); from++)
        {
            var (mine, mineChanged) = Row(counts, from, up);
            var (any, anyChanged) = Row(all, from, up);
            seen += mineChanged;
            expected += any > 0 ? mine * anyChanged / any : 0;
        }

        return (seen, expected);
    }

    private static (double All, double Changed) Row(MarketCounts counts, int from, bool up)
    {
        var (all, changed) = (0.0, 0.0);
        for (var to = 0; to < counts.Shape.States; to++)
        {
            all += counts.Stays(from, to) + counts.Moves(from, to);
            changed += up ? counts.Moves(from, to) : to < counts.Shape.UpStates ? counts.Moves(from, to) + counts.Stays(from, to) : 0;
        }

        return (all, changed);
    }
}
