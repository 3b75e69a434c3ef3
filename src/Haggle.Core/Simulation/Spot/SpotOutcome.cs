namespace Haggle.Core.Simulation.Spot;

/// <summary>How one simulated run went.</summary>
/// <param name="Cost">What it cost in thousandths of a dollar per hour times seconds (3.6 million make a dollar).</param>
/// <param name="Finish">Seconds from the start to the end of the work.</param>
/// <param name="Launches">How many machines were launched.</param>
/// <param name="Late">Whether the deadline was missed.</param>
/// <param name="IllegalWishes">How often the policy asked for a zone that was not available.</param>
/// <param name="Overruled">How often the safety guard put on-demand in place of the policy's wish.</param>
public readonly record struct SpotOutcome(long Cost, long Finish, int Launches, bool Late, int IllegalWishes, int Overruled)
{
    /// <summary>The cost in dollars, for people.</summary>
    public double Dollars => Cost / 3.6e6;
}
