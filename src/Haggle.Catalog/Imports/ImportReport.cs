using System.Globalization;

namespace Haggle.Catalog.Imports;

/// <summary>What became of a price file: every row is counted as kept, left out by a rule, or refused as wrong.</summary>
public sealed class ImportReport(string file, string kind)
{
    private const int PlacesMax = 3;
    private readonly Dictionary<(bool IsFault, string Reason), Tally> _tallies = [];

    /// <summary>The file, as it was named.</summary>
    public string File { get; } = file;

    /// <summary>What kind of price list it was taken for.</summary>
    public string Kind { get; } = kind;

    /// <summary>Rows of the source.</summary>
    public long Read { get; internal set; }

    /// <summary>Prices that went into the catalogue; a row may have several (on demand, spot, reserved).</summary>
    public long Kept { get; internal set; }

    /// <summary>Prices with more decimals than nine, rounded to the nano-dollar.</summary>
    public long Rounded { get; internal set; }

    /// <summary>Why the file could not be read to its end; "" when it was.</summary>
    public string Fault { get; internal set; } = "";

    /// <summary>Prices that were refused because they are wrong.</summary>
    public long Refused => Sum(isFault: true);

    /// <summary>Prices that a rule leaves out although nothing is wrong with them (a price of 0 that means unknown).</summary>
    public long LeftOut => Sum(isFault: false);

    /// <summary>The reasons, the most frequent first: "3 refused: ... (lines 4, 9, 12)".</summary>
    public IEnumerable<string> Reasons() => _tallies.OrderByDescending(each => each.Value.Count).ThenBy(each => each.Key.Reason, StringComparer.Ordinal)
        .Select(each => string.Create(CultureInfo.InvariantCulture,
            $"{each.Value.Count:N0} {(each.Key.IsFault ? "refused" : "left out")}: {each.Key.Reason} ({(each.Value.Places.Count == 1 ? "line" : "lines")} {string.Join(", ", each.Value.Places)}{(each.Value.Count > each.Value.Places.Count ? ", ..." : "")})"));

    internal void Add(bool isFault, string reason, long place)
    {
        if (!_tallies.TryGetValue((isFault, reason), out var tally)) _tallies.Add((isFault, reason), tally = new Tally());
        tally.Count++;
        if (tally.Places.Count < PlacesMax) tally.Places.Add(place);
    }

    /// <summary>Counts what another report of the same source counted; the places of rows stay those that came first.</summary>
    internal void Add(ImportReport other)
    {
        Read += other.Read;
        Kept += other.Kept;
        Rounded += other.Rounded;
        foreach (var (key, tally) in other._tallies)
        {
            if (!_tallies.TryGetValue(key, out var own)) _tallies.Add(key, own = new Tally());
            own.Count += tally.Count;
            own.Places.AddRange(tally.Places.Take(PlacesMax - own.Places.Count));
        }
    }

    private long Sum(bool isFault)
    {
        var sum = 0L;
        foreach (var (key, tally) in _tallies)
            if (key.IsFault == isFault) sum += tally.Count;
        return sum;
    }

    private sealed class Tally
    {
        public long Count { get; set; }

        public List<long> Places { get; } = [];
    }
}
