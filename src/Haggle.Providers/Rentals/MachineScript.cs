using System.Globalization;
using Haggle.Engine.Ports;
using Haggle.Providers.Hosts;

namespace Haggle.Providers.Rentals;

/// <summary>
/// What a rented machine runs when it starts. It brings the agent's configuration and a watch that waits for the agent, runs it, and ends the machine with it; also when
/// nobody brings an agent. It holds the machine's own key and nothing of the account's. Pure.
/// </summary>
internal static class MachineScript
{
    /// <summary>Where the machine's folder is.</summary>
    public const string Home = "/opt/haggle/m";

    /// <summary>Where the agent's file belongs; the login user may write there.</summary>
    public const string AgentFile = "/opt/haggle/haggle-agent";

    /// <summary>Says that the agent is there, whole, and may be run.</summary>
    public const string Go = "/opt/haggle/go";

    /// <summary>A machine whose agent nobody brought within this time ends itself.</summary>
    private static readonly TimeSpan Unclaimed = TimeSpan.FromMinutes(20);

    public static string Of(LaunchRequest request, MachineStart start)
    {
        var key = start.PublicKey.Length == 0 ? "" : $"""

            install -d -m 0700 ~/.ssh
            printf '%s\n' {ShellWord.Quote(start.PublicKey.Trim())} >>~/.ssh/authorized_keys
            """;
        var isRoot = start.LoginUser == "root";
        var run = $"env HAGGLE_MACHINE={request.Token.Value} {start.Environment}{(start.Environment.Length > 0 ? " " : "")}{AgentFile} run --home {Home}";

        // A machine that starts a second time was taken away in between: its run has gone on elsewhere, and it ends.
        var script = $"""
            #!/bin/sh
            {start.First}
            umask 077{key}
            if ! mkdir /opt/haggle 2>/dev/null; then setsid /opt/haggle-watch end </dev/null >>/opt/haggle.log 2>&1 & exit; fi
            mkdir {Home}
            printf %s '{Convert.ToBase64String(request.AgentConfiguration.Span)}' | base64 -d >{Home}/agent.json
            {(isRoot ? ":" : $"chown -R {start.LoginUser} /opt/haggle")}
            cat >/opt/haggle-watch <<'W'
            #!/bin/sh
            i=0
            while [ "$1" != end ] && [ ! -e {Go} ] && [ $i -lt {((long)Unclaimed.TotalSeconds).ToString(CultureInfo.InvariantCulture)} ]; do sleep 1; i=$((i+1)); done
            if [ "$1" != end ] && [ -e {Go} ]; then {(isRoot ? run : $"runuser -u {start.LoginUser} -- {run}")}; fi
            while :; do {start.End}; sleep 20; done
            W
            chmod 755 /opt/haggle-watch
            setsid /opt/haggle-watch </dev/null >/opt/haggle.log 2>&1 &

            """;
        return script.ReplaceLineEndings("\n");
    }
}
