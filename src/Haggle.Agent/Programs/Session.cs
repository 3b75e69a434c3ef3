namespace Haggle.Agent.Programs;

/// <summary>The processes of a session, whose number is that of the process that began it.</summary>
internal static class Session
{
    /// <summary>Sends a signal to everything in a session that is still there.</summary>
    /// <param name="leader">The process that began it, which is the number of its group too.</param>
    /// <param name="leaderLives">Whether that process is still there: if not, its number may belong to another one.</param>
    /// <param name="signal">The signal.</param>
    public static void Signal(int leader, bool leaderLives, int signal)
    {
        // The group first: that is one call, so that no child is left out that is being forked now.
        if (leaderLives) Native.Signal(-leader, signal);
        foreach (var member in MarkedProcesses.OfSession(leader))
        {
            // A second SIGTERM to a member of the group would cut short what the first one made it do.
            if (member != leader && (!leaderLives || signal == Native.SigKill || Native.GroupOf(member) != leader)) Native.Signal(member, signal);
        }
    }
}
