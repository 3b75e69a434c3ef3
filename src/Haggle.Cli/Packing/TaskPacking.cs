using Haggle.Core.Tasks;
using Haggle.Wire.Agent;

namespace Haggle.Cli.Packing;

/// <summary>Finds what a task needs from this machine: its workdir and its local mounts.</summary>
internal static class TaskPacking
{
    public static PackingList Find(TaskSpec task, World world)
    {
        var list = new PackingList();
        switch (task.Workdir)
        {
            case Workdir.Local local:
                list.AddFolder(Folder(world.PathOf(local.Path), "workdir"), "", IgnoreFiles.OfWorkdir(world.PathOf(local.Path)));
                break;
            case Workdir.Git git:
                throw CliException.BadInput($"workdir: the repository {git.Url} is not cloned by this version", "Clone it here and name the folder.");
        }

        foreach (var (index, mount) in task.FileMounts.Index()) Add(list, mount, index, world);
        return list;
    }

    private static void Add(PackingList list, FileMount mount, int index, World world)
    {
        if (MountPlace.WhyNot(mount.Destination) is { } why)
            throw CliException.BadInput($"file_mounts: {mount.Destination} {why}", "Write a path relative to the working folder (data/train), below the home folder (~/data), or absolute (/data).");
        if (mount.Source is MountSource.Storage storage) AddForBucket(list, mount.Destination, storage.Object, index, world);
        if (mount.Source is not MountSource.Local local) return;
        var place = MountPlace.Stored(mount.Destination);
        var source = world.PathOf(local.Path);
        if (Directory.Exists(source)) list.AddFolder(Resolved(source), place, IgnoreFiles.OfMount(source));
        else if (File.Exists(source)) list.AddFile(source, place);
        else throw CliException.BadInput($"file_mounts: {mount.Destination} is to come from {source}, which is not there");
        if (MountPlace.IsOutside(mount.Destination)) list.AddOutside(MountPlace.Normal(mount.Destination), place, source);
    }

    /// <summary>Files of this computer that a machine sends to a bucket before it is used: a folder's content goes to the bucket's root, of several sources each by its name.</summary>
    private static void AddForBucket(PackingList list, string destination, StorageObject storage, int index, World world)
    {
        var place = $"{MountPlace.Folder}/{MountPlace.BucketFiles(index)}";
        foreach (var text in storage.Sources.Where(source => !source.Contains("://", StringComparison.Ordinal)))
        {
            var source = world.PathOf(text);
            var name = Path.GetFileName(Resolved(source));
            if (Directory.Exists(source)) list.AddFolder(Resolved(source), storage.Sources.Length == 1 ? place : $"{place}/{name}", IgnoreFiles.OfMount(source));
            else if (File.Exists(source)) list.AddFile(source, $"{place}/{name}");
            else throw CliException.BadInput($"file_mounts: {destination} is to come from {source}, which is not there");
        }
    }

    private static string Folder(string path, string field)
    {
        if (Directory.Exists(path)) return Resolved(path);
        throw CliException.BadInput(File.Exists(path) ? $"{field}: {path} is a file, not a folder" : $"{field}: {path} is not there", "Paths are relative to the folder that haggle is started in.");
    }

    private static string Resolved(string path) => path.Length > 1 ? path.TrimEnd('/') : path;
}
