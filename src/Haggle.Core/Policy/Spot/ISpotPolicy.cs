namespace Haggle.Core.Policy.Spot;

/// <summary>A rule that says when to run on spot, when to wait and when to pay for on-demand. Holds no state of any run.</summary>
public interface ISpotPolicy
{
    /// <summary>The name in tables.</summary>
    string Name { get; }

    /// <summary>Plans one job. Nothing that a run learns may reach another one.</summary>
    /// <param name="job">The job.</param>
    /// <param name="history">The zones that were up in each tick before the job's start, bit z for zone z; may be empty.</param>
    ISpotRun Plan(SpotJob job, ReadOnlySpan<ulong> history);
}
