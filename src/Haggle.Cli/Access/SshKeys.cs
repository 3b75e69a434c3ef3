using System.Globalization;

namespace Haggle.Cli.Access;

/// <summary>
/// The keys of the ssh connections to one node of a run: the pair that opens it, and the host's own pair, made here so that it is known before the first
/// connection and stays the same when the machine changes. They lie in the state folder and go with the run.
/// </summary>
internal sealed class SshKeys(World world, long run, int rank)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>The name by which a node is called: "haggle-12", "haggle-12-1" for node 1.</summary>
    public static string HostName(long run, int rank) => string.Create(CultureInfo.InvariantCulture, $"haggle-{run}") + (rank == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"-{rank}"));

    /// <summary>Where the keys of all runs lie.</summary>
    public static string FolderOfAll(World world) => Path.Combine(world.StateFolder.Path, "ssh");

    public string Folder => Path.Combine(FolderOfAll(world), HostName(run, rank)["haggle-".Length..]);

    public string Identity => Path.Combine(Folder, "id_ed25519");

    public string KnownHosts => Path.Combine(Folder, "known_hosts");

    public string HostKey => File.ReadAllText(Path.Combine(Folder, "host_key"));

    /// <summary>The public half, as a line of authorized_keys.</summary>
    public string UserKey => File.ReadAllText(Identity + ".pub").Trim();

    /// <summary>Makes them, when they are not there yet.</summary>
    public async Task MakeAsync(CancellationToken cancellationToken)
    {
        if (File.Exists(KnownHosts)) return;
        var parts = Folder + ".part";
        try
        {
            if (Directory.Exists(parts)) Directory.Delete(parts, recursive: true);
            Directory.CreateDirectory(parts, OwnerOnly);
            await MakeAsync(Path.Combine(parts, "id_ed25519"), cancellationToken).ConfigureAwait(false);
            await MakeAsync(Path.Combine(parts, "host_key"), cancellationToken).ConfigureAwait(false);
            var host = await File.ReadAllTextAsync(Path.Combine(parts, "host_key.pub"), cancellationToken).ConfigureAwait(false);
            await File.WriteAllTextAsync(Path.Combine(parts, "known_hosts"), $"{HostName(run, rank)} {host.Trim()}\n", cancellationToken).ConfigureAwait(false);
            if (Directory.Exists(Folder)) Directory.Delete(Folder, recursive: true);
            Directory.Move(parts, Folder);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw CliException.BadInput($"the keys for ssh cannot be written to {Folder}: {problem.Message}");
        }
    }

    private async Task MakeAsync(string path, CancellationToken cancellationToken)
    {
        var start = new ProgramStart("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", HostName(run, rank), "-f", path], "", new Dictionary<string, string>());
        if (await world.Run(start, cancellationToken).ConfigureAwait(false) != 0) throw CliException.BadInput("ssh-keygen could not make a key", "It comes with the OpenSSH client.");
    }
}
