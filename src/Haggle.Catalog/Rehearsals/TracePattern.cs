using System.Collections.Immutable;
using System.Text.Json;

namespace Haggle.Catalog.Rehearsals;

/// <summary>
/// Reads availability traces as they are published: <c>{"metadata":{"gap_seconds":195},"data":[0,1,2,...]}</c>, how many machines could be had at
/// each tick. Pure apart from what it is given.
/// </summary>
public static class TracePattern
{
    // A year at one tick a minute. More is not a trace but a mistake, and would only cost memory.
    private const int TicksMax = 600_000;
    private const double GapSecondsMax = 7 * 24 * 3600;

    /// <summary>
    /// Reads a trace as the pattern of a rehearsal: alternating lengths of up and down, beginning with up. The trace is turned so that it begins at its
    /// first tick from <paramref name="offset"/> on that is up; what lies before comes after its end.
    /// </summary>
    /// <param name="json">The file's content.</param>
    /// <param name="nodes">How many machines must be there at once for a gang to be up; at least 1.</param>
    /// <param name="offset">Where in the trace to begin.</param>
    /// <param name="pattern">The pattern; empty when the trace is always up.</param>
    /// <param name="problem">What is wrong with the file, for people; "" when nothing is.</param>
    /// <returns>Whether the file is a trace that is up at least once.</returns>
    public static bool TryRead(ReadOnlySpan<byte> json, int nodes, TimeSpan offset, out ImmutableArray<TimeSpan> pattern, out string problem)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(nodes, 1);
        pattern = [];
        problem = "";
        TraceFile? file;
        try
        {
            file = JsonSerializer.Deserialize(json, TraceJson.Default.TraceFile);
        }
        catch (JsonException fault)
        {
            problem = $"it is not the JSON of a trace (line {(fault.LineNumber ?? 0) + 1}); a trace is {{\"metadata\":{{\"gap_seconds\":600}},\"data\":[0,1,...]}}";
            return false;
        }

        problem = Problem(file, nodes);
        if (file is not { Metadata: { } metadata, Data: { } data } || problem.Length > 0) return false;
        var gap = TimeSpan.FromSeconds(metadata.GapSeconds);
        var up = data.Select(count => count >= nodes).ToArray();
        var from = (int)(Math.Max(0, offset.Ticks) / gap.Ticks % up.Length);
        while (!up[from]) from = (from + 1) % up.Length;
        pattern = Lengths(up, from, gap);
        return true;
    }

    /// <summary>A pattern that takes the machine back again and again: up for so long, then gone for a moment.</summary>
    /// <param name="upFor">The time between two reclaims, in the offer's time.</param>
    /// <param name="downFor">How long there is no machine after one.</param>
    public static ImmutableArray<TimeSpan> Every(TimeSpan upFor, TimeSpan downFor) => [upFor, downFor];

    private static string Problem(TraceFile? file, int nodes) => file switch
    {
        { Metadata: null } or null => "it has no \"metadata\" with \"gap_seconds\"",
        { Metadata.GapSeconds: not (> 0 and <= GapSecondsMax) } => "its \"gap_seconds\" must be more than 0 and at most a week",
        { Data: null or [] } => "it has no \"data\"",
        { Data.Length: > TicksMax } => $"its \"data\" has more than {TicksMax} ticks",
        { Data: var data } when data.All(count => !(count >= nodes)) => nodes == 1 ? "it is never up" : $"it never has {nodes} machines at once",
        _ => "",
    };

    private static ImmutableArray<TimeSpan> Lengths(bool[] up, int from, TimeSpan gap)
    {
        var lengths = ImmutableArray.CreateBuilder<TimeSpan>();
        var run = 0;
        for (var i = 0; i < up.Length; i++)
        {
            run++;
            if (i + 1 < up.Length && up[(from + i + 1) % up.Length] == up[(from + i) % up.Length]) continue;
            lengths.Add(gap * run);
            run = 0;
        }

        return lengths.Count == 1 ? [] : lengths.ToImmutable();
    }
}
