namespace Haggle.Agent.Files;

/// <summary>The paths in a machine's home folder.</summary>
internal sealed class MachineFolder(string home)
{
    /// <summary>Relative on purpose: the agent works in its home, and a socket's full path may be longer than the system allows (107 bytes).</summary>
    public const string Socket = "agent.sock";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public string Home { get; } = Path.GetFullPath(home);

    public string Configuration => Path.Combine(Home, "agent.json");

    public string Lock => Path.Combine(Home, "agent.lock");

    public string OwnLog => Path.Combine(Home, "agent.log");

    public string TaskLog => Path.Combine(Home, "task.log");

    public string Progress => Path.Combine(Home, "progress");

    public string Work => Path.Combine(Home, "work");

    public string Order => Path.Combine(Home, "order.json");

    public string Ended => Path.Combine(Home, "ended.json");

    /// <summary>Written by a provider that gives the machine back before it signals it.</summary>
    public string EndWanted => Path.Combine(Home, "end");

    public string Reclaim => Path.Combine(Home, "reclaim.json");

    public string Restoring => Path.Combine(Home, "restoring");

    /// <summary>Checkpoints that are on their way to a store outside the machine.</summary>
    public string Saved => Path.Combine(Home, "saved");

    /// <summary>A checkpoint that comes from such a store, until it is verified.</summary>
    public string Fetched => Path.Combine(Home, "fetched");

    /// <summary>What is mounted from stores, one place on each line, so that whoever ends the machine takes it away before anything is deleted.</summary>
    public string MountList => Path.Combine(Home, "mounted");

    /// <summary>Files that programs wrote into cached mounts and that are not in the store yet.</summary>
    public string MountCache => Path.Combine(Home, "mount-cache");

    /// <summary>What the job's files brought for places outside the working folder.</summary>
    public string Mounts => Path.Combine(Home, "mounts");

    /// <summary>Where a bundle's name below <see cref="Haggle.Wire.Agent.MountPlace.Folder"/> lies.</summary>
    public string Mounted(string stored) => Path.Combine(Mounts, stored[(Haggle.Wire.Agent.MountPlace.Folder.Length + 1)..]);

    /// <summary>The names on the real disk that the machine's view needs.</summary>
    public string Placeholders => Path.Combine(Home, "placeholders");

    /// <summary>An empty folder in which the view is put together.</summary>
    public string Stage => Path.Combine(Home, "stage");

    /// <summary>What the machine and its container share beside the working folder: scripts and exit codes.</summary>
    public string Shared => Path.Combine(Home, "container");

    /// <summary>The home folder of the user inside the container.</summary>
    public string ContainerHome => Path.Combine(Home, "home");

    /// <summary>A shell script that takes away what outlives the machine's processes; whoever finds the machine dead runs it.</summary>
    public string Left => Path.Combine(Home, "left.sh");

    public string Script(string name) => Path.Combine(Home, name + ".sh");

    public string Bundle(string sha256) => Path.Combine(Home, "bundle-" + sha256 + ".tar");

    /// <summary>The checkpoint folder of an order: below the working folder unless it is absolute.</summary>
    public string CheckpointFolder(string path) => Path.GetFullPath(Path.Combine(Work, path));

    /// <summary>Writes a file that only the owner reads, so that a reader sees the old content or the new and never a part.</summary>
    public static void WriteWhole(string path, ReadOnlySpan<byte> content)
    {
        var part = path + ".part";
        File.Delete(part);
        using (var file = new FileStream(part, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly }))
        {
            file.Write(content);
        }

        File.Move(part, path, overwrite: true);
    }
}
