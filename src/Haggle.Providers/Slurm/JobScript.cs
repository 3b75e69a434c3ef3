using System.Collections.Immutable;
using System.Globalization;
using Haggle.Providers.Hosts;

namespace Haggle.Providers.Slurm;

/// <summary>The script of a job: one agent on each node, each in its machine's folder. Pure.</summary>
internal static class JobScript
{
    /// <summary>
    /// Variables of the submitter that the job sees. Not all of them, which is sbatch's habit: the server's environment may hold keys of accounts.
    /// </summary>
    public const string Passed = "PATH,HOME,USER,LOGNAME,SHELL,LANG,TZ,SLURM_CONF";

    // The agent runs in a step and not in the batch script: Slurm tells only steps of a preemption. PROCID counts the nodes in the order of the node list.
    // $1: agent, $2: seconds of notice, rest: the machines' folders by rank.
    private const string Node = """
        agent=$1; notice=$2; shift 2; shift "$SLURM_PROCID"; home=$1
        cd "$home" || exit 1
        printf '%s\n' "$SLURMD_NODENAME" >node.part && mv node.part node
        HAGGLE_MACHINE=${home##*/}; export HAGGLE_MACHINE
        exec "$agent" run --home "$home" --notice "$notice"
        """;

    /// <summary>Writes it.</summary>
    /// <param name="homes">The machines' folders by rank.</param>
    /// <param name="agent">The agent's program on the nodes.</param>
    /// <param name="cpus">The CPUs of each node.</param>
    /// <param name="notice">How long it is from Slurm's SIGTERM to the end.</param>
    /// <param name="prologue">Lines that come before the agent on every node.</param>
    /// <param name="srun">Slurm's program that starts steps.</param>
    public static string Write(ImmutableArray<string> homes, string agent, int cpus, TimeSpan notice, ImmutableArray<string> prologue, string srun)
    {
        var count = homes.Length.ToString(CultureInfo.InvariantCulture);
        var seconds = Math.Max(1, (long)notice.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        var node = string.Join('\n', prologue.Append(Node));
        return $"""
            #!/bin/sh
            # A machine of Haggle on each node: the agent there obeys the server and ends by itself when nobody calls it.
            home={ShellWord.Quote(homes[0])}
            # A job that Slurm starts again is no life of this machine: the run goes on elsewhere, from its checkpoint, as its next attempt.
            if [ "${"{"}SLURM_RESTART_COUNT:-0{"}"}" -gt 0 ]; then (set -C; date +%s >"$home/again"); exit 0; fi
            # Of two jobs with this name, which only a lost answer can bring about, the first one lives.
            (set -C; printf '%s %s\n' "$SLURM_JOB_ID" "$(date +%s)" >"$home/claim") 2>/dev/null
            read -r owner began <"$home/claim"
            [ "$owner" = "$SLURM_JOB_ID" ] || exit 0
            [ ! -e "$home/end" ] || exit 0
            # Slurm ends the batch script and its steps together; the steps need their time.
            trap : TERM
            {ShellWord.Quote(srun)} --overlap --export=ALL --kill-on-bad-exit=0 --nodes={count} --ntasks={count} --ntasks-per-node=1 --cpus-per-task={cpus.ToString(CultureInfo.InvariantCulture)} \
              /bin/sh -c {ShellWord.Quote(node)} haggle-machine {ShellWord.Quote(agent)} {seconds} {string.Join(' ', homes.Select(ShellWord.Quote))} &
            step=$!
            while kill -0 "$step" 2>/dev/null; do wait "$step"; done

            """;
    }
}
