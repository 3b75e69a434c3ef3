using System.Globalization;
using System.Text.RegularExpressions;

namespace Haggle.Agent.Hosts;

/// <summary>The name of one part of a divided card.</summary>
internal sealed record MigName(int Device, string Profile, string Uuid);

/// <summary>Reads the names of parts out of <c>nvidia-smi -L</c>, which alone tells them.</summary>
internal static partial class MigNames
{
    /// <summary>The parts by their card's number.</summary>
    public static ILookup<int, MigName> Read(string list)
    {
        var card = -1;
        List<(int Card, MigName Name)> found = [];
        foreach (var line in list.Split('\n'))
        {
            if (Card().Match(line) is { Success: true } first) card = int.Parse(first.Groups[1].Value, CultureInfo.InvariantCulture);
            else if (Part().Match(line) is { Success: true } part)
                found.Add((card, new MigName(int.Parse(part.Groups[2].Value, CultureInfo.InvariantCulture), part.Groups[1].Value, part.Groups[3].Value)));
        }

        return found.ToLookup(each => each.Card, each => each.Name);
    }

    [GeneratedRegex(@"^GPU (\d{1,4}):", RegexOptions.CultureInvariant)]
    private static partial Regex Card();

    [GeneratedRegex(@"^\s+MIG (\S+)\s+Device\s+(\d{1,4}): \(UUID: (MIG-[^)\s]+)\)", RegexOptions.CultureInvariant)]
    private static partial Regex Part();
}
