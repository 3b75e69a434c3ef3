namespace Haggle.Core.Policy.Spot;

/// <summary>One job under a policy. Asked once in each tick, in order.</summary>
public interface ISpotRun
{
    /// <summary>What to hold during this tick. A spot machine may be asked for only in a zone that is available now.</summary>
    /// <param name="view">What is known now.</param>
    SpotAction Decide(in SpotView view);
}
