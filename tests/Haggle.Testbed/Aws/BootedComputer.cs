namespace Haggle.Testbed.Aws;

/// <summary>
/// A computer of the testbed that boots as an EC2 machine does: it runs the script of its instance, with stand-ins for the few words of systemd that the script
/// and the door use.
/// </summary>
internal static class BootedComputer
{
    // A unit is a process of its own with the unit's environment; what comes after its end is done when it ends.
    private const string Systemctl =
        """
        #!/bin/sh
        unit=/etc/systemd/system/haggle-agent.service
        case "$1" in
          daemon-reload) ;;
          is-active)
            if [ -s /opt/unit.pid ] && kill -0 "$(cat /opt/unit.pid)" 2>/dev/null; then [ "$2" = --quiet ] || echo active; exit 0; fi
            [ "$2" = --quiet ] || echo inactive; exit 3 ;;
          start)
            # What runs already is not started again, as systemd does not.
            exec 9>/opt/lock; flock 9
            "$0" is-active --quiet && exit 0
            env=$(sed -n 's/^Environment=//p' $unit | tr '\n' ' '); run=$(sed -n 's/^ExecStart=//p' $unit); post=$(sed -n 's/^ExecStopPost=+\/sbin\///p' $unit)
            setsid sh -c 'echo $$ >/opt/unit.pid; env '"$env $run; $post" </dev/null >/opt/unit.log 2>&1 9>&- &
            while [ ! -s /opt/unit.pid ]; do :; done ;;
        esac
        """;

    private static readonly (string Name, string Text)[] StandIns =
    [
        ("systemctl", Systemctl),
        ("systemd-run", "#!/bin/sh\necho \"$@\" >>/opt/timers\n"),
        ("sudo", "#!/bin/sh\n[ \"$1\" = -n ] && shift\nexec \"$@\"\n"),
        ("shutdown", "#!/bin/sh\necho down >/opt/down\necho down >\"$(dirname \"$0\")/../$(hostname).down\"\n"),
    ];

    public static async Task<SshComputer> StartAsync(SshSite site, string name, string script, CancellationToken cancellationToken)
    {
        var words = Path.Combine(site.Folder, "words");
        Directory.CreateDirectory(words);
        foreach (var (word, text) in StandIns) await WriteAsync(Path.Combine(words, word), text + "\n", cancellationToken);
        var computer = await site.AddAsync(name, new SshComputerOptions { SshdLines = $"SetEnv PATH={words}:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" }, cancellationToken);
        var boot = Path.Combine(site.Folder, name + ".sh");
        await WriteAsync(boot, script, cancellationToken);
        await computer.InsideAsync($"mount -t tmpfs tmpfs /opt && mount -t tmpfs tmpfs /etc/systemd && mkdir /etc/systemd/system && PATH={words}:$PATH {boot}", cancellationToken);
        return computer;
    }

    private static async Task WriteAsync(string path, string text, CancellationToken cancellationToken)
    {
        await File.WriteAllTextAsync(path, text.ReplaceLineEndings("\n"), cancellationToken);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
