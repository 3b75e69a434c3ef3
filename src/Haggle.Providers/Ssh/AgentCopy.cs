using Haggle.Providers.Hosts;

namespace Haggle.Providers.Ssh;

/// <summary>
/// Brings the agent to a host, once for each version: into a folder that bears its hash, verified there before it gets its name. Any number of servers may do so at
/// the same time; whoever comes last puts the same file in the same place. A new version takes older ones away that nobody uses any more.
/// </summary>
internal sealed class AgentCopy(SshHost host, string folder, AgentFile file)
{
    private static readonly TimeSpan HashPatience = TimeSpan.FromSeconds(60);

    // $1: folder, $2: hash. Says the system, the home folder, and whether the file is there and right.
    private const string Look =
        "uname -sm; echo \"$HOME\"; f=\"$HOME/$1/$2/haggle-agent\"; h=; "
        + "if [ -x \"$f\" ]; then h=$( { sha256sum <\"$f\" || shasum -a 256 <\"$f\" || openssl dgst -sha256 -r <\"$f\"; } 2>/dev/null ); fi; "
        + "case $h in \"$2\"*) touch \"$HOME/$1/$2\"; echo there;; *) echo missing;; esac";

    // $1: what was sent, $2: its name, $3: hash. Nothing gets the name that is not what was sent.
    private const string Verify =
        "h=$( { sha256sum <\"$1\" || shasum -a 256 <\"$1\" || openssl dgst -sha256 -r <\"$1\"; } 2>/dev/null ); "
        + "case $h in \"$3\"*) chmod 0700 \"$1\" && mv -f \"$1\" \"$2\";; "
        + "'') echo 'no program there makes SHA-256 sums (sha256sum, shasum or openssl)' >&2; rm -f \"$1\"; exit 1;; "
        + "*) echo 'it arrived damaged' >&2; rm -f \"$1\"; exit 1;; esac";

    // $1: folder, $2: hash. Older versions that nobody has asked for in a day and that no process runs: a server that holds one has it running or asks for it again.
    private const string Tidy =
        "cd \"$HOME/$1\" || exit 0; for d in *; do [ ${#d} = 64 ] || continue; case $d in \"$2\"|*[!0-9a-f]*) continue;; esac; "
        + "[ -n \"$(find \"$d\" -maxdepth 0 -mmin +1440)\" ] || continue; "
        + "for p in /proc/[0-9]*; do if [ \"$p/exe\" -ef \"$d/haggle-agent\" ]; then continue 2; fi; done; rm -rf \"./$d\"; done";

    /// <summary>Sees to it that the agent is there.</summary>
    /// <exception cref="HostException">The host is not reached, is of a kind for which there is no agent, or has no room.</exception>
    public async Task<AgentPlace> EnsureAsync(CancellationToken cancellationToken)
    {
        var look = await RunAsync(Look, [folder, file.Sha256], cancellationToken).ConfigureAwait(false);
        var lines = look.Output.Split('\n');
        if (look.ExitCode != 0 || lines.Length < 3) throw Fault($"a shell on {host.Name} does not say what it is: {look.Error.Trim()}", isTransient: true);
        if (lines[0] != file.System)
            throw Fault($"{host.Name} is a '{lines[0]}' computer, and the agent here is for '{file.System}'; machines of its kind cannot be used from this one", isTransient: false);
        if (!lines[1].StartsWith('/')) throw Fault($"the user has no home folder on {host.Name}", isTransient: false);
        var home = $"{lines[1].TrimEnd('/')}/{folder}";
        var program = $"{home}/{file.Sha256}/haggle-agent";
        if (lines[2] != "there") await CopyAsync(program, cancellationToken).ConfigureAwait(false);
        return new AgentPlace(program, home + "/machines");
    }

    private async Task CopyAsync(string program, CancellationToken cancellationToken)
    {
        var part = $"{program}.{Guid.NewGuid():N}";
        await host.SendAsync(file.Path, part, cancellationToken).ConfigureAwait(false);
        var named = await RunAsync(Verify, [part, program, file.Sha256], cancellationToken).ConfigureAwait(false);
        if (named.ExitCode != 0) throw Fault($"the agent could not be copied to {host.Name}: {named.Error.Trim()}", isTransient: true);
        var tried = await host.RunAsync(new HostCommand { Words = [program, "--version"] }, cancellationToken).ConfigureAwait(false);
        if (tried.ExitCode != 0) throw Fault($"the agent does not run on {host.Name} (it needs Linux with glibc 2.27 or newer): {tried.Error.Trim()}", isTransient: false);
        await RunAsync(Tidy, [folder, file.Sha256], cancellationToken).ConfigureAwait(false);
    }

    private Task<CommandEnd> RunAsync(string script, string[] arguments, CancellationToken cancellationToken) =>
        host.RunAsync(new HostCommand { Words = ["sh", "-c", script, "sh", .. arguments], Limit = HashPatience }, cancellationToken);

    private HostException Fault(string message, bool isTransient) => new(host.Name, message, isTransient);
}
