namespace Haggle.Core.Tasks;

/// <summary>Guesses the word that was meant: the "did you mean" of every message.</summary>
public static class Spelling
{
    /// <summary>Words longer than this are not guessed: no key or name is, and the work grows with the square of the length.</summary>
    public const int LongestWord = 64;

    /// <summary>
    /// The nearest word by the number of letters to insert, delete, change or swap with their neighbour (optimal string alignment,
    /// https://en.wikipedia.org/wiki/Damerau%E2%80%93Levenshtein_distance), ignoring case; null when none is within a third of the length.
    /// Of equally near words one with the same first letter wins (people seldom miss it), then one of nearer length, then the first.
    /// </summary>
    public static string? Nearest(string word, IEnumerable<string> known)
    {
        ArgumentNullException.ThrowIfNull(word);
        ArgumentNullException.ThrowIfNull(known);
        if (word.Length is 0 or > LongestWord) return null;
        string? best = null;
        var bestDistance = Math.Max(1, (word.Length + 1) / 3) + 1;
        foreach (var candidate in known)
        {
            if (candidate.Length == 0 || Math.Abs(candidate.Length - word.Length) > bestDistance) continue;
            var distance = Distance(word, candidate);
            if (distance < bestDistance || (distance == bestDistance && best is not null && IsLikelier(word, candidate, best)))
                (best, bestDistance) = (candidate, distance);
        }

        return best;
    }

    /// <summary>How many letters must be inserted, deleted, changed or swapped to make one word the other, ignoring case.</summary>
    public static int Distance(string left, string right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        var costs = new int[left.Length + 1, right.Length + 1];
        for (var i = 0; i <= left.Length; i++) costs[i, 0] = i;
        for (var j = 0; j <= right.Length; j++) costs[0, j] = j;
        for (var i = 1; i <= left.Length; i++)
        {
            for (var j = 1; j <= right.Length; j++)
            {
                var change = costs[i - 1, j - 1] + (Same(left[i - 1], right[j - 1]) ? 0 : 1);
                costs[i, j] = Math.Min(change, Math.Min(costs[i - 1, j], costs[i, j - 1]) + 1);
                if (i > 1 && j > 1 && Same(left[i - 1], right[j - 2]) && Same(left[i - 2], right[j - 1]))
                    costs[i, j] = Math.Min(costs[i, j], costs[i - 2, j - 2] + 1);
            }
        }

        return costs[left.Length, right.Length];
    }

    private static bool IsLikelier(string word, string candidate, string best)
    {
        var (startsSame, bestStartsSame) = (Same(word[0], candidate[0]), Same(word[0], best[0]));
        return startsSame == bestStartsSame
            ? Math.Abs(candidate.Length - word.Length) < Math.Abs(best.Length - word.Length)
            : startsSame;
    }

    private static bool Same(char left, char right) => char.ToUpperInvariant(left) == char.ToUpperInvariant(right);
}
