using System.Collections.Immutable;
using System.ComponentModel;
using System.Diagnostics;

namespace Haggle.Machines;

/// <summary>Starts a machine's agent so that it outlives whoever started it: own session, no terminal, no inherited files.</summary>
internal static class AgentStart
{
    // The shell only prepares and is replaced by the agent, so its process id is the agent's. It writes that id itself and refuses to write it twice:
    // however its parent dies, there is never an agent that nobody can find, nor a second one. $1: folder, $2: control group or "", rest: command.
    private const string Script =
        """
        exec </dev/null >>"$1/agent.out" 2>&1
        read -r stat </proc/$$/stat || exit 125
        set -C
        printf '%s\n' "$stat" >"$1/agent.pid" || exit 125
        set +C
        if [ -n "$2" ]; then echo $$ >"$2/cgroup.procs" || exit 125; fi
        shift 2
        exec setsid "$@"
        """;

    /// <summary>Starts it. The caller disposes the handle, which leaves the process alone; the runtime goes on reaping it when it ends.</summary>
    public static Process Begin(MachineFolder folder, string token, string group, ImmutableArray<string> command)
    {
        var start = new ProcessStartInfo("/bin/sh") { UseShellExecute = false, WorkingDirectory = folder.Path };
        foreach (var word in ImmutableArray.Create("-c", Script, "haggle-machine", folder.Path, group).AddRange(command)) start.ArgumentList.Add(word);
        foreach (var name in start.Environment.Keys.Where(name => !MachineEnvironment.Passes(name)).ToArray()) start.Environment.Remove(name);
        start.Environment[MarkedProcesses.Marker] = token;
        try
        {
            InheritedFiles.Keep();

            return Process.Start(start) ?? throw new InvalidOperationException("a process that is no file was started");
        }
        catch (Win32Exception fault)
        {
            throw new MachineFault($"cannot start a process for machine {folder.Machine}: {fault.Message}", isTransient: true, fault);
        }
    }
}
