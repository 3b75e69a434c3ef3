namespace Haggle.EndToEnd.Tests;

/// <summary>`haggle ssh`, and OpenSSH's own client to a run's machine.</summary>
public sealed class ShellAccessTests
{
    private const string Task = """
        name: bench press
        envs: {PLAIN: seen}
        secrets: {TOKEN: s3cr3t-Zq7-value}
        run: |
          echo begun
          until [ -e go ]; do sleep 0.1; done
        """;

    // Somebody at a terminal of 93 columns, who waits for what he sees.
    private const string Person = """
        import fcntl, os, pty, struct, sys, termios
        pid, terminal = pty.fork()
        if pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 31, 93, 0, 0))
            os.execv(sys.argv[1], sys.argv[1:])
        seen = b""
        def until(text):
            global seen
            while text not in seen:
                piece = os.read(terminal, 4096)
                seen += piece
        def types(text): os.write(terminal, text)
        until(b"goes")
        types(b"stty size; pwd; echo $PLAIN of $HAGGLE_RUN_ID '<'$TOKEN'>'; echo sl''eeps; sleep 1000\n")
        until(b"sleeps")
        types(b"\x03")
        types(b"echo aw''ake\n")
        until(b"awake")
        types(b"exit 9\n")
        try:
            while True:
                piece = os.read(terminal, 4096)
                if not piece: break
                seen += piece
        except OSError: pass
        code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        print(seen.decode(), "ended with", code)
        """;

    [Fact]
    public async Task A_shell_is_where_the_program_is_on_a_terminal_and_without_one()
    {
        await using var home = new Home();
        home.With("SHELL", "/bin/sh").With("TERM", "xterm");
        var run = await home.LaunchAsync(home.Write("task.yaml", Task));
        await home.UntilLogAsync(run, "begun");
        using var person = home.StartIn(home.Work, "python3", "-c", Person, Repository.Path("haggle"), "ssh", run);
        var seen = (await person.EndAsync()).Expect(0).Out;
        foreach (var text in (string[])["31 93", "/work\r\n", $"seen of {run} <>", "ended with 9"]) Assert.Contains(text, seen);

        // Without a terminal the shell reads its commands as from a file.
        home.Write("keys", "echo $PLAIN of $HAGGLE_RUN_ID; touch go; exit 8\n");
        using var piped = home.StartIn(home.Work, "/bin/sh", "-c", $"'{Repository.Path("haggle")}' ssh {run} < keys");
        Assert.Contains($"seen of {run}\n", (await piped.EndAsync()).Expect(8).Out);
        await home.UntilOverAsync(run);
        await home.LeavesNothingAsync();
    }

    [Fact]
    public async Task OpenSSHs_own_client_connects_copies_and_forwards_and_its_entry_goes_with_the_run()
    {
        if (!File.Exists("/usr/sbin/sshd") || !File.Exists("/usr/bin/ssh")) Assert.Skip("there is no OpenSSH here (packages openssh-server, openssh-client)");
        await using var home = new Home();
        home.With("HOME", home.Work);
        var users = home.Write(".ssh/config", "Host mine\n  User me\n");
        File.SetUnixFileMode(users, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        var run = await home.LaunchAsync(home.Write("task.yaml", Task));
        await home.UntilLogAsync(run, "begun");
        Assert.Contains("ssh haggle-bench-press\n", await home.OkAsync("ssh", run, "--config"));
        await home.OkAsync("ssh", run, "--config");
        Assert.Equal("Include haggle_config\n\nHost mine\n  User me\n", await File.ReadAllTextAsync(users));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead, File.GetUnixFileMode(users));
        var config = Path.Combine(home.Work, ".ssh", "haggle_config");
        Assert.Equal(1, (await File.ReadAllTextAsync(config)).Split('\n').Count(line => line.StartsWith("Host ", StringComparison.Ordinal)));

        foreach (var host in (string[])["haggle-" + run, "haggle-bench-press"]) (await SshAsync(home, "ssh", "-F", config, host, "true")).Expect(0);
        Assert.Equal($"seen {run} <>\n", (await SshAsync(home, "ssh", "-F", config, "haggle-" + run, "echo \"$PLAIN $HAGGLE_RUN_ID <$TOKEN>\"")).Expect(0).Out);
        Assert.Equal(3, (await SshAsync(home, "ssh", "-F", config, "haggle-" + run, "exit 3")).Code);
        home.Write("blob", string.Concat(Enumerable.Range(0, 200_000)));
        var there = Path.Combine(Directory.GetDirectories(home.Machines).Single(), "work");
        (await SshAsync(home, "scp", "-q", "-F", config, "blob", $"haggle-{run}:{there}/blob")).Expect(0);
        Assert.Equal(await File.ReadAllTextAsync(Path.Combine(home.Work, "blob")), await File.ReadAllTextAsync(Path.Combine(there, "blob")));
        if (File.Exists("/usr/bin/rsync"))
        {
            (await SshAsync(home, "rsync", "-a", "-e", "ssh -F " + config, $"haggle-{run}:{there}/blob", "back")).Expect(0);
            Assert.Equal(await File.ReadAllTextAsync(Path.Combine(home.Work, "blob")), await File.ReadAllTextAsync(Path.Combine(home.Work, "back")));
        }

        // What an ssh session leaves running ends with the machine.
        (await SshAsync(home, "ssh", "-F", config, "haggle-" + run, "nohup sleep 4321 >/dev/null 2>&1 </dev/null & touch " + there + "/go")).Expect(0);
        await home.UntilOverAsync(run);
        await Wait.UntilAsync("nothing of the session is left", () => !Processes.All().Any(process => process.CommandLine.StartsWith("sleep\n4321", StringComparison.Ordinal)));
        var late = await SshAsync(home, "ssh", "-F", config, "haggle-" + run, "true");
        Assert.Equal(255, late.Code);
        // A command that looked at the run has taken the entry away by now; before it, the entry's own command says so.
        Assert.True(late.Error.Contains("is over", StringComparison.Ordinal) || late.Error.Contains("Could not resolve hostname", StringComparison.Ordinal), late.Error);
        Assert.DoesNotContain("Host ", await File.ReadAllTextAsync(config));
        Assert.Empty(Directory.GetDirectories(Path.Combine(home.Folder, "ssh")));
        await home.LeavesNothingAsync();
    }

    private static async Task<CommandEnd> SshAsync(Home home, string program, params string[] words)
    {
        using var command = home.StartIn(home.Work, program, words);
        return await command.EndAsync();
    }
}
