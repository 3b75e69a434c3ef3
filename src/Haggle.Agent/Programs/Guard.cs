using System.Diagnostics;

namespace Haggle.Agent.Programs;

/// <summary>
/// What outlives the agent: a shell that waits on a pipe whose other end only the agent holds. When the agent dies, by whatever hand, the pipe ends and
/// the guard kills everything of the machine. A shell, because it must not share the agent's fate or its memory.
/// </summary>
internal sealed class Guard : IDisposable
{
    // The children of the guard do not bear the mark, so that a look finds the machine's processes only. "grep -z" splits the environment at its zero
    // bytes. The guard itself is killed last.
    private const string Script = """
        exec >/dev/null 2>&1
        unset HAGGLE_MACHINE
        cd /
        if read -r word && [ "$word" = "done" ]; then exit 0; fi
        looks=0
        while [ "$looks" -lt 50 ]; do
          found=
          for file in $(grep -lzxF "HAGGLE_MACHINE=$1" /proc/[0-9]*/environ); do
            process=${file#/proc/}; process=${process%/environ}
            [ "$process" = "$$" ] && continue
            kill -9 "$process" && found=1
          done
          if [ -z "$found" ]; then
            [ -n "$3" ] && rm -f "$3"
            break
          fi
          looks=$((looks + 1))
        done
        while read -r place; do
          umount -n -l "$place" || fusermount3 -u -z "$place" || fusermount -u -z "$place"
        done <"${2%/*}/mounted"
        left=${2%/*}/left.sh
        if [ ! -e "$2" ]; then
          printf '{"at":"%s","why":"agent died"}\n' "$(date -u +%Y-%m-%dT%H:%M:%S.%3NZ)" >"$2.part" && mv "$2.part" "$2"
        fi
        if [ -e "$left" ]; then sh "$left" && rm -f "$left"; fi
        """;

    private readonly Process process;

    private Guard(Process process) => this.process = process;

    /// <summary>Its process number.</summary>
    public int Id => process.Id;

    /// <summary>Completes when it has died, which nobody but an intruder causes.</summary>
    public Task DiedAsync(CancellationToken cancellationToken) => process.WaitForExitAsync(cancellationToken);

    /// <summary>Starts one.</summary>
    /// <param name="token">The machine's mark.</param>
    /// <param name="endedPath">Where the machine's end is written down.</param>
    /// <param name="allotmentPath">The allotment to give back once nothing of the machine runs; "" for none.</param>
    public static Guard Start(string token, string endedPath, string allotmentPath)
    {
        var start = new ProcessStartInfo("setsid") { RedirectStandardInput = true, UseShellExecute = false };
        foreach (var argument in (string[])["sh", "-c", Script, "haggle-guard", token, endedPath, allotmentPath]) start.ArgumentList.Add(argument);
        start.Environment[MarkedProcesses.Variable] = token;
        return new Guard(Process.Start(start) ?? throw new InvalidOperationException("the guard could not be started"));
    }

    /// <summary>Tells it that the machine has ended in order.</summary>
    public void Release()
    {
        try
        {
            process.StandardInput.Write("done\n");
            process.StandardInput.Flush();
        }
        catch (IOException)
        {
            // It is gone already.
        }
    }

    public void Dispose() => process.Dispose();
}
