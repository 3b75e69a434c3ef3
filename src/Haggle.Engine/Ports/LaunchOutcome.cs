using Haggle.Core.Runs;

namespace Haggle.Engine.Ports;

/// <summary>What came of a launch. A closed set: switch over it and end with an unreachable case.</summary>
public abstract record LaunchOutcome
{
    private LaunchOutcome()
    {
    }

    /// <summary>The machine exists (perhaps since an earlier call with the same token).</summary>
    /// <param name="Machine">The provider's name of it.</param>
    public sealed record Launched(MachineId Machine) : LaunchOutcome;

    /// <summary>There is none to be had now.</summary>
    /// <param name="CoolFor">How long it makes no sense to ask again.</param>
    /// <param name="Why">For people.</param>
    public sealed record NoCapacity(TimeSpan CoolFor, string Why) : LaunchOutcome;

    /// <summary>Refused for a reason that asking again does not change: quota, permission, an offer that does not exist.</summary>
    /// <param name="Why">For people: what, and what to do.</param>
    public sealed record Refused(string Why) : LaunchOutcome;

    /// <summary>The price or kind is no longer what was quoted; nothing was made.</summary>
    /// <param name="Why">For people.</param>
    public sealed record PriceMoved(string Why) : LaunchOutcome;
}
