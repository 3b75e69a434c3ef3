using Haggle.Agent.Hosts;
using Haggle.Agent.Programs;
using Haggle.Wire.Hosts;

namespace Haggle.Agent.Allotments;

/// <summary>
/// Whether an allotment still stands. It stands while its lease runs, and after that for as long as anything of it may still run: what is taken
/// back too late costs time, what is taken back too early puts two owners on one card.
/// </summary>
internal sealed class AllotmentLife(string boot, uint user, Func<string, bool> runs, Func<int, long, bool> lives)
{
    /// <summary>The life of allotments on this very computer.</summary>
    public static AllotmentLife OfThisHost() => new(HostName.Boot(), Native.UserAndGroup().User, token => new MarkedProcesses(token).Find().Count > 0, HostProcess.Lives);

    public string Boot => boot;

    /// <summary>Why it stands: null when it does not, "" while its lease runs, otherwise what keeps it.</summary>
    /// <param name="record">The allotment.</param>
    /// <param name="now">The clock that nobody can set, in milliseconds.</param>
    /// <param name="gpus">The accelerators with the programs that use them.</param>
    public string? StandsBecause(AllotmentRecord record, long now, IReadOnlyList<GpuMessage> gpus)
    {
        if (record.Boot != boot) return null;
        if (record.LeaseEnds > now) return "";
        if (record.Holder > 0 && lives(record.Holder, record.HolderStart)) return "its agent lives";

        // The marks of another user's programs cannot be read; what they do on the cards can be seen.
        if (user == record.UserId || user == 0) return runs(record.Token) ? "its programs still run" : null;
        var mine = record.Gpus.Select(gpu => gpu.Id).ToHashSet(StringComparer.Ordinal);
        return gpus.Any(gpu => mine.Contains(gpu.Id) && gpu.Processes.Any(process => process.User.Length == 0 || process.User == record.User))
            ? "programs still use its accelerators"
            : null;
    }

    /// <summary>Whether programs of it run that this user can see.</summary>
    public bool Runs(string token) => runs(token);
}
