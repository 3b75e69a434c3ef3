using Haggle.Core.Simulation.Spot;

namespace Haggle.Cli.Simulating;

/// <summary>A market to try policies on.</summary>
/// <param name="Name">The name in tables, unlike all others.</param>
/// <param name="Zones">What was available when.</param>
/// <param name="Prices">What it cost; null: the job's prices, always.</param>
internal sealed record Recording(string Name, ZoneSet Zones, MarketPrices? Prices = null)
{
    public bool IsSet => Zones.Zones > 1;
}
