using System.Globalization;

namespace Haggle.Bench.Transfer;

/// <summary>Relative errors of predictions, by how far apart the two cards are.</summary>
internal sealed class Errors
{
    private readonly List<double>[] _byDistance = [[], [], []];

    /// <summary>All of them.</summary>
    public IReadOnlyList<double> All => [.. _byDistance[0], .. _byDistance[1], .. _byDistance[2]];

    /// <summary>Those of cards so many generations apart; 2 stands for two and more.</summary>
    public IReadOnlyList<double> Apart(int generations) => _byDistance[generations];

    public void Add(double error, int generations) => _byDistance[Math.Min(generations, 2)].Add(error);

    /// <summary>"11.7 % / 41 %": the median, and what nine of ten do not exceed.</summary>
    public static string Text(IReadOnlyList<double> errors) => errors.Count == 0 ? "-" : string.Create(CultureInfo.InvariantCulture, $"{Quantile(errors, 0.5) * 100:0.0} % / {Quantile(errors, 0.9) * 100:0} %");

    /// <summary>The error that this share did not exceed, between the two nearest ranks.</summary>
    public static double Quantile(IReadOnlyList<double> errors, double share)
    {
        var sorted = errors.Order().ToArray();
        var at = share * (sorted.Length - 1);
        var below = (int)at;
        return below + 1 >= sorted.Length ? sorted[^1] : sorted[below] + ((at - below) * (sorted[below + 1] - sorted[below]));
    }
}
