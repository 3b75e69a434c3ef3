
namespace Haggle.Catalog.Imports;

/// <summary>
/// Where Google's machines and accelerators really are: <c>machinetyperegion.csv</c> and <c>acceleratortypezone.csv</c> beside the price file, which also
/// lists regions without them.
/// </summary>
internal sealed class GcpPlaces
{
    private readonly HashSet<(string Machine, string Region)> _machines = [];
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    /// <exception cref="InvalidDataException">There is no such list beside the file.</exception>
    public static GcpPlaces Beside(string priceFile)
    {
        var list = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(priceFile)) ?? "/", "machinetyperegion.csv");
        if (!File.Exists(list)) throw new InvalidDataException($"without {list} nobody can tell in which regions a machine exists; put it beside the price file");
        var places = new GcpPlaces();
        var text = new TextPool();
        using var stream = File.OpenRead(list);
        var csv = new CsvReader(stream, (byte)';');
        var columns = CsvColumns.Find(csv, "NAME", "ZONE");
        while (csv.Read())
        {
            var machine = text[csv[columns[0]]];
            places._machines.Add((machine, text[csv[columns[1]]]));
            places._known.Add(machine);
        }

        return places;
    }

    /// <summary>Whether a machine is let in a region. Types that the list does not have at all (custom ones) have no accelerator and are not doubted.</summary>
    public bool Has(string machine, string region) => _machines.Contains((machine, region)) || (!_known.Contains(machine) && !HasAccelerator(machine));

    private static bool HasAccelerator(string machine) => MachineTable.BuiltIn.Find("gcp", machine) is { Accelerator: not null };
}
