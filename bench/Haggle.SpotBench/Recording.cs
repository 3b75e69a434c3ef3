using Haggle.Core.Simulation.Spot;

namespace Haggle.SpotBench;

/// <summary>A recording and the folder it lies in.</summary>
internal sealed record Recording(ZoneSet Zones, string Folder)
{
    public string Name => (Folder.StartsWith("1-node", StringComparison.Ordinal) ? "" : Folder.Split('/')[0] + " ") + Zones.Name;
}
