using System.Collections.Immutable;
using Haggle.Core.Policy.Spot;

namespace Haggle.Core.Simulation.Spot;

/// <summary>The fixed grid of jobs on which policies are compared: 20 cells, evenly spread starts, no random numbers.</summary>
public static class SpotProtocol
{
    /// <summary>Seconds of computation of every job: 48 hours.</summary>
    public const long Work = 172_800;

    /// <summary>Price on demand, in thousandths of a dollar per hour (AWS p3.2xlarge, as in "Can't Be Late", NSDI 2024).</summary>
    public const long OnDemandRate = 3060;

    /// <summary>Price of spot, in thousandths of a dollar per hour.</summary>
    public const long SpotRate = 973;

    /// <summary>Seconds from the start to the deadline.</summary>
    public static ImmutableArray<long> Windows { get; } = [190_080, 207_360, 230_400, 259_200, 345_600];

    /// <summary>Seconds of a start-up.</summary>
    public static ImmutableArray<long> Delays { get; } = [72, 360, 720, 1800];

    /// <summary>All 20 cells, by window, then delay.</summary>
    public static ImmutableArray<SpotCell> Cells { get; } = [.. from window in Windows from delay in Delays select new SpotCell(Work, window, delay)];

    /// <summary>The job of a cell on a recording.</summary>
    public static SpotJob Job(ZoneSet zones, SpotCell cell)
    {
        ArgumentNullException.ThrowIfNull(zones);
        ArgumentNullException.ThrowIfNull(cell);
        return new SpotJob(zones.Gap, cell.Work, cell.Window, cell.Delay, OnDemandRate, SpotRate, zones.Zones);
    }

    /// <summary>The start ticks of a cell on a recording: 100 (25 for recordings of 32 s), evenly spread. Empty when the recording is too short.</summary>
    /// <param name="zones">The recording.</param>
    /// <param name="job">The job of the cell.</param>
    /// <param name="every">1: all starts of the protocol; n: every n-th, for quick looks.</param>
    public static ImmutableArray<int> Starts(ZoneSet zones, SpotJob job, int every = 1)
    {
        ArgumentNullException.ThrowIfNull(zones);
        ArgumentNullException.ThrowIfNull(job);
        var count = zones.Gap == 32 ? 25 : 100;
        var room = zones.Length - job.Ticks;
        return room < 0 ? [] : [.. Enumerable.Range(0, count).Where(k => k % every == every / 2).Select(k => (int)((long)k * room / (count - 1)))];
    }
}
