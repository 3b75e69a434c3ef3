using System.Collections.Immutable;
using System.Globalization;

namespace Haggle.Providers.Slurm.Reading;

/// <summary>
/// Reads Slurm's tables and key=value lines, for what the version at hand does not write as JSON. squeue's --json of 22.05 is not used: it leaves out the
/// filters and gives the whole cluster's jobs (seen with 22.05.8). Pure.
/// </summary>
internal static class SlurmText
{
    /// <summary>The format of squeue that <see cref="Jobs"/> reads. Free text, which may hold the separator, comes last.</summary>
    public const string JobFormat = "%A|%T|%V|%S|%e|%P|%N|%b|%r|%j";

    /// <summary>The fields of sacct that <see cref="Accounted"/> reads.</summary>
    public const string AccountFormat = "JobIDRaw,State,Submit,Start,End,Partition,NodeList,JobName";

    private static readonly string[] Nothing = ["(null)", "N/A", "None", "Unknown", "NONE", "None assigned"];

    /// <summary>Jobs in the format of <see cref="JobFormat"/>, times in seconds since 1970.</summary>
    public static ImmutableArray<SlurmJob> Jobs(string table) => [.. Lines(table).Select(Job).OfType<SlurmJob>()];

    /// <summary>Jobs of the accounts in the format of <see cref="AccountFormat"/>, parsable, times in seconds since 1970.</summary>
    public static ImmutableArray<SlurmJob> Accounted(string table) => [.. Lines(table).Select(Account).OfType<SlurmJob>()];

    /// <summary>Partitions as "scontrol --oneliner show partition" tells them.</summary>
    public static ImmutableArray<SlurmQueue> Partitions(string lines) => [.. Lines(lines).Select(Pairs).Where(pairs => pairs.ContainsKey("PartitionName")).Select(Partition)];

    /// <summary>Nodes as "scontrol --oneliner show node" tells them.</summary>
    public static ImmutableArray<SlurmNode> Nodes(string lines) => [.. Lines(lines).Select(Pairs).Where(pairs => pairs.ContainsKey("NodeName")).Select(Node)];

    /// <summary>A setting of "scontrol show config" in seconds ("KillWait = 30 sec"); null when it is not there.</summary>
    public static TimeSpan? Seconds(string config, string name)
    {
        var line = Lines(config).FirstOrDefault(each => each.StartsWith(name, StringComparison.Ordinal) && each[name.Length..].TrimStart().StartsWith('='));
        var value = line?[(line.IndexOf('=', StringComparison.Ordinal) + 1)..].Trim().Split(' ')[0];
        return double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromSeconds(seconds) : null;
    }

    /// <summary>The version that "squeue --version" names; 0.0 when it cannot be read.</summary>
    public static Version VersionOf(string line)
    {
        var word = line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault() ?? "";
        var digits = new string([.. word.TakeWhile(c => char.IsAsciiDigit(c) || c == '.')]).TrimEnd('.');
        return Version.TryParse(digits, out var version) ? version : new Version(0, 0);
    }

    /// <summary>Slurm's spans: "60" (minutes), "10:00", "01:00:00", "2-12", "7-00:00:00"; null for no limit.</summary>
    public static TimeSpan? Span(string text)
    {
        var days = text.Split('-', 2);
        var parts = days[^1].Split(':');
        if (!parts.All(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out _))) return null;
        var numbers = parts.Select(part => int.Parse(part, CultureInfo.InvariantCulture)).ToArray();
        if (days.Length == 2)
            return new TimeSpan(int.Parse(days[0], CultureInfo.InvariantCulture), numbers[0], numbers.ElementAtOrDefault(1), numbers.ElementAtOrDefault(2));
        return numbers.Length switch
        {
            1 => TimeSpan.FromMinutes(numbers[0]),
            2 => new TimeSpan(0, numbers[0], numbers[1]),
            _ => new TimeSpan(numbers[0], numbers[1], numbers[2]),
        };
    }

    private static SlurmJob? Job(string line)
    {
        var fields = line.Split('|', 10);
        if (fields.Length < 10 || !long.TryParse(fields[0], NumberStyles.None, CultureInfo.InvariantCulture, out var id)) return null;
        return new SlurmJob
        {
            Id = id,
            States = [fields[1].ToUpperInvariant()],
            SubmittedAt = Instant(fields[2]),
            StartAt = Instant(fields[3]),
            EndAt = Instant(fields[4]),
            Partition = fields[5],
            Nodes = Known(fields[6]),
            GpusPerNode = GresText.Gpus(fields[7]).Count,
            Reason = Known(fields[8]),
            Name = fields[9],
        };
    }

    private static SlurmJob? Account(string line)
    {
        var fields = line.Split('|', 8);
        if (fields.Length < 8 || !long.TryParse(fields[0], NumberStyles.None, CultureInfo.InvariantCulture, out var id)) return null;
        return new SlurmJob
        {
            // "CANCELLED by 1000".
            States = [fields[1].Split(' ')[0].ToUpperInvariant()],
            Id = id,
            SubmittedAt = Instant(fields[2]),
            StartAt = Instant(fields[3]),
            EndAt = Instant(fields[4]),
            Partition = fields[5],
            Nodes = Known(fields[6]),
            Name = fields[7],
        };
    }

    private static SlurmQueue Partition(Dictionary<string, string> pairs) => new(
        pairs["PartitionName"], pairs.GetValueOrDefault("State") == "UP", pairs.GetValueOrDefault("PreemptMode", "OFF") != "OFF",
        double.TryParse(pairs.GetValueOrDefault("GraceTime"), NumberStyles.None, CultureInfo.InvariantCulture, out var grace) ? TimeSpan.FromSeconds(grace) : TimeSpan.Zero,
        Span(pairs.GetValueOrDefault("MaxTime", "UNLIMITED")));

    private static SlurmNode Node(Dictionary<string, string> pairs)
    {
        var (gpus, type) = GresText.Gpus(pairs.GetValueOrDefault("Gres", ""));
        return new SlurmNode(
            pairs["NodeName"], pairs.GetValueOrDefault("NodeAddr", pairs["NodeName"]), pairs.GetValueOrDefault("Partitions", ""), (int)Whole(pairs, "CPUEfctv", "CPUTot"),
            Whole(pairs, "RealMemory") - Whole(pairs, "MemSpecLimit"), gpus, type, NodeStates.IsUsable([.. pairs.GetValueOrDefault("State", "UNKNOWN").Split('+')]));
    }

    private static long Whole(Dictionary<string, string> pairs, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            if (long.TryParse(pairs.GetValueOrDefault(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value)) return value;
        return 0;
    }

    private static Dictionary<string, string> Pairs(string line)
    {
        var pairs = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var word in line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = word.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0) pairs.TryAdd(word[..equals], word[(equals + 1)..]);
        }

        return pairs;
    }

    private static DateTimeOffset? Instant(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds > 0 ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;

    private static string Known(string text) => Nothing.Contains(text) ? "" : text;

    private static IEnumerable<string> Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
