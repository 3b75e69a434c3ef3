using System.Globalization;
using System.Text;
using Haggle.Engine.Ports;

namespace Haggle.Providers.Aws;

/// <summary>
/// The script that a machine runs when it boots. It brings the agent's configuration, a service that runs the agent and ends the machine with it, and a switch
/// that ends a machine whose agent nobody starts. It holds the machine's own key and nothing of the account's. The same request gives the same script, to the
/// byte: EC2 takes a repeated call only then for the same one. Pure.
/// </summary>
internal static class AwsUserData
{
    /// <summary>Where the machine's folder is.</summary>
    public const string Home = "/opt/haggle/m";

    /// <summary>Where the agent's file belongs; the login user may write there.</summary>
    public const string AgentFile = "/opt/haggle/haggle-agent";

    /// <summary>EC2's limit, before it is written in base64.</summary>
    public const int BytesMax = 16 * 1024;

    public static string Script(LaunchRequest request, AwsSettings settings) => $"""
        #!/bin/sh
        set -eu
        umask 077
        install -d -m 0700 -o {settings.LoginUser} /opt/haggle {Home}
        printf %s '{Convert.ToBase64String(request.AgentConfiguration.Span)}' | base64 -d >{Home}/agent.json
        chown {settings.LoginUser} {Home}/agent.json
        cat >/etc/systemd/system/haggle-agent.service <<'UNIT'
        [Unit]
        Description=Haggle's agent; the machine ends with it
        [Service]
        User={settings.LoginUser}
        Environment=HAGGLE_MACHINE={request.Token.Value}
        Environment=HAGGLE_EC2_METADATA=http://169.254.169.254/
        ExecStart={AgentFile} run --home {Home}
        ExecStopPost=+/sbin/shutdown -h now
        UNIT
        systemctl daemon-reload
        systemd-run --unit=haggle-unclaimed --on-active={((long)settings.Unclaimed.TotalSeconds).ToString(CultureInfo.InvariantCulture)} /bin/sh -c 'systemctl is-active --quiet haggle-agent || /sbin/shutdown -h now'
        """ + "\n";

    /// <summary>As EC2 wants it.</summary>
    public static string Encoded(string script) => Convert.ToBase64String(Encoding.UTF8.GetBytes(script.ReplaceLineEndings("\n")));
}
