using System.Collections.Immutable;
using Haggle.Core.Tasks;
using Haggle.TaskFiles.Yaml;

namespace Haggle.TaskFiles.Reading;

/// <summary>ports: 8080, "8080", 10000-10010, or a list of them.</summary>
internal static class PortsField
{
    public static ImmutableArray<PortRange> Read(Field field)
    {
        IEnumerable<Field> items = field.Node is YamlSequence ? field.Items("a list of ports") : [field];
        return [.. items.Select(ReadOne).OfType<PortRange>()];
    }

    private static PortRange? ReadOne(Field field)
    {
        const string Wanted = "a port such as 8080 or a range such as 10000-10010";
        if (field.Raw(Wanted) is not { } text) return null;
        var ends = text.Split('-', 3, StringSplitOptions.TrimEntries);
        if (ends.Length <= 2 && TryPort(ends[0], out var first) && TryPort(ends[^1], out var last) && first <= last) return new PortRange(first, last);
        field.Refuse($"must be {Wanted}, from 1 to 65535, but it is {field.Quoted}");
        return null;
    }

    private static bool TryPort(string text, out int port)
    {
        port = Scalars.TryWhole(text, out var value) && value is >= 1 and <= 65535 ? (int)value : 0;
        return port > 0;
    }
}
