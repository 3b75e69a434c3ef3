using System.Collections.Immutable;
using System.Globalization;

namespace Haggle.Providers.Hosts;

/// <summary>The words that the OpenSSH client is started with. Everything that is not said here is up to the user's configuration.</summary>
internal sealed class SshWords(SshDestination destination, SshSettings settings)
{
    /// <summary>The socket of the shared connection: one for each way to a host.</summary>
    public string ControlPath { get; } = Path.Combine(
        settings.SocketFolder, ShortName.Of($"{destination.Way}\n{settings.ConfigurationFile}"));

    /// <summary>The file of host keys that count: a host whose keys are given has one of its own.</summary>
    public string KnownHosts { get; } = destination.HostKeys.IsEmpty ? settings.KnownHosts : $"{settings.KnownHosts}.{ShortName.Of(destination.Way)}";

    /// <summary>Opens the shared connection and goes on in the background with it.</summary>
    public ImmutableArray<string> Open =>
    [
        settings.Program, .. Common, "-T", "-o", "ControlMaster=auto", "-o", $"ControlPersist={Seconds(settings.Persist)}", "-o", "ClearAllForwardings=yes", .. To, "true",
    ];

    /// <summary>Runs a line over the shared connection; by itself when that is gone.</summary>
    public ImmutableArray<string> Session(string line) => [settings.Program, .. Common, "-T", "-o", "ControlMaster=no", "-o", "ClearAllForwardings=yes", .. To, line];

    /// <summary>A person's session, with a terminal.</summary>
    public ImmutableArray<string> Terminal(string line) => [settings.Program, .. Common, "-t", "-o", "ControlMaster=no", .. To, line];

    /// <summary>Tells the process that holds the shared connection to do something: "check", "exit", "forward", "cancel".</summary>
    public ImmutableArray<string> Tell(string what, params ReadOnlySpan<string> how) => [settings.Program, .. Common, "-O", what, .. how, .. To];

    /// <summary>What the client makes of the user's configuration for this host.</summary>
    public ImmutableArray<string> Resolve => [settings.Program, .. Configuration, .. Place, "-G", .. To];

    /// <summary>The client and its options, for another program that starts it.</summary>
    public ImmutableArray<string> ForOthers => [settings.Program, .. Common, "-T", "-o", "ControlMaster=no", "-o", "ClearAllForwardings=yes"];

    /// <summary>The host as the last word of the client's own.</summary>
    public string Host => destination.Host;

    private ImmutableArray<string> To => ["--", destination.Host];

    private ImmutableArray<string> Configuration => settings.ConfigurationFile.Length > 0 ? ["-F", settings.ConfigurationFile] : [];

    private ImmutableArray<string> Place
    {
        get
        {
            var words = ImmutableArray.CreateBuilder<string>();
            if (destination.User.Length > 0) words.AddRange("-l", destination.User);
            if (destination.Port is { } port) words.AddRange("-p", port.ToString(CultureInfo.InvariantCulture));
            if (destination.Jump.Length > 0) words.AddRange("-J", destination.Jump);
            if (destination.Identity.Length > 0) words.AddRange("-i", destination.Identity);
            return words.ToImmutable();
        }
    }

    // What the first one says counts, and the command line comes before every file. Nothing of the user's own session is carried along: no agent, no screen.
    private ImmutableArray<string> Common =>
    [
        .. Configuration,
        .. Place,
        "-o", "BatchMode=yes",
        "-o", "LogLevel=ERROR",
        "-o", $"ControlPath={SshSettings.Escaped(ControlPath)}",
        "-o", $"ServerAliveInterval={Seconds(settings.AliveEvery)}",
        "-o", $"ServerAliveCountMax={settings.AliveMisses.ToString(CultureInfo.InvariantCulture)}",
        "-o", $"ConnectTimeout={Seconds(settings.ConnectPatience)}",
        "-o", destination.HostKeys.IsEmpty ? "StrictHostKeyChecking=accept-new" : "StrictHostKeyChecking=yes",
        "-o", $"UserKnownHostsFile={SshSettings.Escaped(KnownHosts)}",
        "-o", "HashKnownHosts=no",
        "-o", "UpdateHostKeys=no",
        "-o", "CheckHostIP=no",
        "-o", "ForwardAgent=no",
        "-o", "ForwardX11=no",
        "-o", "PermitLocalCommand=no",
        "-o", "RemoteCommand=none",
        "-o", "StreamLocalBindUnlink=yes",
        "-o", "StreamLocalBindMask=0177",
    ];

    private static string Seconds(TimeSpan time) => Math.Max(1, (long)Math.Ceiling(time.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
}
