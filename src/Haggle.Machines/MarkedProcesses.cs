using System.Collections.Immutable;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Haggle.Machines;

/// <summary>
/// The processes of all machines on this host at one instant: those that bear the marker in their environment, and whatever descends from them.
/// A zombie counts as dead: whoever should reap it may be late.
/// </summary>
internal sealed class MarkedProcesses
{
    /// <summary>The environment variable that every process of a machine bears.</summary>
    public const string Marker = "HAGGLE_MACHINE";

    private static readonly byte[] MarkerBytes = Encoding.ASCII.GetBytes(Marker + "=");

    private readonly ILookup<string, ProcessMark> _byToken;

    private MarkedProcesses(IEnumerable<(string Token, ProcessMark Process)> found) =>
        _byToken = found.ToLookup(each => each.Token, each => each.Process, StringComparer.Ordinal);

    /// <summary>Looks at every process now.</summary>
    /// <param name="agents">
    /// Agents that were started. A process that is just being replaced by another program has no environment to be seen for a moment, so what is known by
    /// its id is not left to the marker.
    /// </param>
    public static MarkedProcesses Scan(IEnumerable<KeyValuePair<string, ProcessMark>> agents)
    {
        var all = new Dictionary<int, (ProcessMark Mark, int Parent)>();
        var tokens = new Dictionary<int, string>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out var id)) continue;
            if (ProcessMark.Read(id, out var parent) is not { } mark) continue;
            all[id] = (mark, parent);
            if (TokenOf(id) is { } token) tokens[id] = token;
        }

        foreach (var (token, agent) in agents)
        {
            if (all.TryGetValue(agent.Id, out var each) && each.Mark == agent) tokens[agent.Id] = token;
        }

        return new MarkedProcesses(all.Values.Select(each => (Token: Inherited(each.Mark.Id, all, tokens), each.Mark)).Where(each => each.Token.Length > 0));
    }

    /// <summary>The live processes of a machine.</summary>
    public ImmutableArray<ProcessMark> Of(string token) => [.. _byToken[token]];

    /// <summary>Whether this very process lives and belongs to the machine; a reused process id does not.</summary>
    public bool Has(string token, ProcessMark process) => _byToken[token].Contains(process);

    /// <summary>Kills every process of a machine that was seen; the caller looks again, for a process may have had children since.</summary>
    /// <param name="token">The machine.</param>
    /// <param name="agent">Its agent, which goes first: one that sees its program die of this would tell it as the program's own end.</param>
    public void Kill(string token, ProcessMark? agent = null)
    {
        foreach (var mark in _byToken[token].OrderBy(mark => mark == agent ? 0 : 1))
        {
            try
            {
                using var process = Process.GetProcessById(mark.Id);
                if (ProcessMark.Read(mark.Id, out _) == mark) process.Kill();
            }
            catch (ArgumentException)
            {
                // It is gone already, which is what was wanted.
            }
            catch (InvalidOperationException)
            {
                // It went while it was looked at.
            }
            catch (Win32Exception)
            {
                // It changed its user. The list goes on showing the machine, so nothing is forgotten.
            }
        }
    }

    // A program may start a child with an empty environment; it is found through its parents as long as they live.
    private static string Inherited(int id, Dictionary<int, (ProcessMark Mark, int Parent)> all, Dictionary<int, string> tokens)
    {
        for (var depth = 0; depth < 64; depth++)
        {
            if (tokens.TryGetValue(id, out var token)) return token;
            if (!all.TryGetValue(id, out var each) || each.Parent <= 1) return "";
            id = each.Parent;
        }

        return "";
    }

    private static string? TokenOf(int id)
    {
        try
        {
            ReadOnlySpan<byte> rest = File.ReadAllBytes($"/proc/{id}/environ");
            while (!rest.IsEmpty)
            {
                var end = rest.IndexOf((byte)0);
                var variable = end < 0 ? rest : rest[..end];
                if (variable.StartsWith(MarkerBytes)) return Encoding.ASCII.GetString(variable[MarkerBytes.Length..]);
                rest = end < 0 ? [] : rest[(end + 1)..];
            }
        }
        catch (IOException)
        {
            // It ended while it was looked at.
        }
        catch (UnauthorizedAccessException)
        {
            // Another user's process, so none of ours.
        }

        return null;
    }
}
