using System.Formats.Tar;
using Haggle.Cli.Packing;
using Haggle.Core.Tasks;

namespace Haggle.Cli.Tests;

public sealed class Packing_files
{
    [Fact]
    public void What_is_ignored_stays_here_at_every_depth()
    {
        using var folder = new TemporaryFolder();
        folder.Write(".gitignore", "*.bin\n/out/\n!keep.bin\n");
        folder.Write(".haggleignore", "notes.md\n!sub/wanted.log\n");
        folder.Write("sub/.gitignore", "*.log\nlocal/\n");
        foreach (var name in new[] { "train.py", "big.bin", "keep.bin", "out/x", "sub/out/y", "sub/a.log", "sub/wanted.log", "sub/local/z", "sub/code.py", "notes.md", ".git/HEAD" }) folder.Write(name, name);

        Assert.Equal(
            [".gitignore", ".haggleignore", "keep.bin", "sub", "sub/.gitignore", "sub/code.py", "sub/out", "sub/out/y", "train.py"],
            Pack(folder.Path).Entries.Select(entry => entry.Path));
    }

    [Fact]
    public void Ignore_files_above_the_workdir_hold_up_to_the_root_of_the_repository()
    {
        using var folder = new TemporaryFolder();
        folder.Write(".git/info/exclude", "secret.txt\n");
        folder.Write(".gitignore", "bin/\n/job/only-there\n");
        foreach (var name in new[] { "job/bin/x", "job/only-there", "job/sub/only-there", "job/secret.txt", "job/a.py" }) folder.Write(name);
        Assert.Equal(["a.py", "sub", "sub/only-there"], Pack(folder.At("job")).Entries.Select(entry => entry.Path));
    }

    [Fact]
    public async Task The_same_files_give_the_same_bytes_wherever_and_whenever_they_lie()
    {
        using TemporaryFolder one = new(), two = new();
        foreach (var folder in new[] { one, two })
            foreach (var name in new[] { "b/x.py", "a.py", "b/long-" + new string('n', 150) }) folder.Write(name, "print('" + name + "')");
        File.SetLastWriteTimeUtc(two.At("a.py"), new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        var (first, firstHash) = await BundleWriter.WriteAsync(Pack(one.Path), CancellationToken.None);
        var (second, secondHash) = await BundleWriter.WriteAsync(Pack(two.Path), CancellationToken.None);
        await using (first)
        await using (second) Assert.Equal(firstHash, secondHash);
    }

    [Fact]
    public async Task A_bundle_unpacks_to_what_was_packed()
    {
        using TemporaryFolder from = new(), to = new();
        File.SetUnixFileMode(from.Write("run.sh", "#!/bin/sh\n"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        from.Write("empty.txt");
        Directory.CreateDirectory(from.At("folder"));
        File.CreateSymbolicLink(from.At("folder/link"), "../run.sh");
        var (tar, _) = await BundleWriter.WriteAsync(Pack(from.Path), CancellationToken.None);
        await using (tar) await TarFile.ExtractToDirectoryAsync(tar, to.Path, overwriteFiles: false);

        Assert.Equal("#!/bin/sh\n", await File.ReadAllTextAsync(to.At("folder/link")));
        Assert.True(File.GetUnixFileMode(to.At("run.sh")).HasFlag(UnixFileMode.UserExecute));
        Assert.Equal("", await File.ReadAllTextAsync(to.At("empty.txt")));
    }

    [Theory]
    [InlineData("/etc/passwd")]
    [InlineData("../outside")]
    public void A_link_that_leads_out_is_refused(string target)
    {
        using var folder = new TemporaryFolder();
        File.CreateSymbolicLink(folder.At("link"), target);
        var refusal = Assert.Throws<CliException>(() => Pack(folder.Path));
        Assert.Contains("leads to " + target, refusal.Message, StringComparison.Ordinal);
        Assert.Contains(".haggleignore", refusal.WhatToDo, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mount_wins_over_a_file_of_the_workdir_and_is_counted_once()
    {
        using var folder = new TemporaryFolder();
        folder.Write("work/data.txt", "old");
        var list = Pack(folder.At("work"));
        list.AddFile(folder.Write("new.txt", "newer"), "data.txt");
        Assert.Equal((1, 5L), (list.Files, list.Bytes));
    }

    [Fact]
    public void What_goes_outside_the_working_folder_travels_in_a_folder_of_its_own()
    {
        using var world = new TestWorld();
        world.Folder.Write("from/f", "x");
        Directory.CreateDirectory(world.Folder.At("empty"));
        var task = new TaskSpec
        {
            FileMounts =
            [
                new FileMount("/data//x", new MountSource.Local("from")),
                new FileMount("~/one.txt", new MountSource.Local("from/f")),
                new FileMount("~/empty", new MountSource.Local("empty")),
                new FileMount("in/side", new MountSource.Local("from")),
            ],
        };
        var list = TaskPacking.Find(task, world.World());
        string[] files = [.. list.Entries.Where(entry => entry.Kind == PackedKind.File).Select(entry => entry.Path)];
        Assert.Equal([".haggle-mounts/home/one.txt", ".haggle-mounts/root/data/x/f", "in/side/f"], files);
        Assert.Contains(list.Entries, entry => entry is { Kind: PackedKind.Folder, Path: ".haggle-mounts/home/empty" });
        Assert.Equal(["/data/x", "~/one.txt", "~/empty"], list.Outside.Select(each => each.Place));
    }

    private static PackingList Pack(string folder)
    {
        var list = new PackingList();
        list.AddFolder(folder, "", IgnoreFiles.OfWorkdir(folder));
        return list;
    }
}
