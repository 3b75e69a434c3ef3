using System.Collections.Immutable;
using System.Globalization;

namespace Haggle.Machines;

/// <summary>The CPUs that this process may use, by number.</summary>
internal static class AllowedCpus
{
    public static ImmutableArray<int> Read()
    {
        var line = File.ReadLines("/proc/self/status").FirstOrDefault(each => each.StartsWith("Cpus_allowed_list:", StringComparison.Ordinal));
        return line is null ? [.. Enumerable.Range(0, Environment.ProcessorCount)] : Parse(line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..]);
    }

    /// <summary>Reads "0-3,8".</summary>
    public static ImmutableArray<int> Parse(string list)
    {
        var cpus = ImmutableArray.CreateBuilder<int>();
        foreach (var piece in list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var ends = piece.Split('-');
            var first = int.Parse(ends[0], CultureInfo.InvariantCulture);
            var last = int.Parse(ends[^1], CultureInfo.InvariantCulture);
            cpus.AddRange(Enumerable.Range(first, last - first + 1));
        }

        return cpus.ToImmutable();
    }
}
