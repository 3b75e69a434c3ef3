using Haggle.Wire.Agent;

namespace Haggle.Agent.Tests.Running;

/// <summary>Files at paths outside the working folder: the program finds them there, and what the user has there stays as it is.</summary>
public sealed class MountTests : IDisposable
{
    private readonly string home = Directory.CreateTempSubdirectory("haggle-home-").FullName;

    public static bool HasNoViews { get; } = !WorksHere();

    [Fact(SkipWhen = nameof(HasNoViews), Skip = "this machine gives no mount namespaces")]
    public async Task A_program_finds_them_at_the_paths_it_names_in_setup_run_and_exec()
    {
        await using var machine = new TestMachine();
        var root = "/haggle-test-" + machine.Token;
        var order = await OrderAsync(machine, [root + "/data", "~/sets/one", "~/one.txt"], $"cat {root}/data/f ~/sets/one/f ~/one.txt; echo made >{root}/data/new; pwd; sleep 600", $"cat {root}/data/f; echo set >~/sets/one/up");
        await machine.CallAsync(order);
        await machine.WaitAsync(_ => machine.Log.Split('\n').Length > 5, "it has printed everything");
        Assert.Equal($"of {root}/data\nof {root}/data\nof ~/sets/one\nof ~/one.txt\n{machine.In("work")}\n", machine.Log);
        Assert.Equal($"made\nset\n", await machine.ExecAsync($"cat {root}/data/new ~/sets/one/up"));
        Assert.Equal("made\n", File.ReadAllText(machine.In($"mounts/root{root}/data/new")));

        // Nobody else sees them; the user's home folder has only the empty names that something can be mounted on.
        Assert.False(File.Exists(root + "/data/f"));
        Assert.Equal(["one.txt", "sets", "sets/one"], Names(home));
        await machine.AskAsync(machine.Request("end"));
        await machine.GoneAsync();
        Assert.Empty(Names(home));
        Assert.False(Path.Exists(root));
    }

    [Fact(SkipWhen = nameof(HasNoViews), Skip = "this machine gives no mount namespaces")]
    public async Task What_the_user_has_there_is_hidden_from_the_run_alone_and_never_touched()
    {
        Directory.CreateDirectory(Path.Combine(home, "data"));
        File.WriteAllText(Path.Combine(home, "data", "mine"), "precious");
        File.WriteAllText(Path.Combine(home, "key"), "secret");
        Directory.CreateDirectory(Path.Combine(home, ".cache"));
        await using var machine = new TestMachine();
        await machine.RunAsync(await OrderAsync(machine, ["~/data", "~/key"], "ls ~/data; cat ~/key; rm -rf ~/data/*; echo over >~/key; echo kept >~/.cache/mark; echo kept >~/result; ls -A ~/data"));
        Assert.Equal("f\nof ~/key\n", machine.Log);
        await machine.AskAsync(machine.Request("end"));
        await machine.GoneAsync();
        Assert.Equal(("precious", "secret"), (File.ReadAllText(Path.Combine(home, "data", "mine")), File.ReadAllText(Path.Combine(home, "key"))));

        // Everything else of the home folder is the real one.
        Assert.Equal([".cache", ".cache/mark", "data", "data/mine", "key", "result"], Names(home));
    }

    [Fact(SkipWhen = nameof(HasNoViews), Skip = "this machine gives no mount namespaces")]
    public async Task Two_runs_at_once_each_find_their_own_and_the_last_one_clears_up()
    {
        var root = Path.Combine(home, "machines");
        await using var first = new TestMachine(root: root);
        await using var second = new TestMachine(root: root);
        await first.CallAsync(await OrderAsync(first, ["~/x/data"], "cat ~/x/data/f; until [ -e go ]; do sleep 0.02; done; cat ~/x/data/f", mark: "one"));
        await first.WaitAsync(_ => first.Log.Length > 0, "the first one runs");
        await second.CallAsync(await OrderAsync(second, ["~/x/data"], "cat ~/x/data/f; until [ -e go ]; do sleep 0.02; done; cat ~/x/data/f", mark: "two"));
        await second.WaitAsync(_ => second.Log.Length > 0, "the second one runs");
        await first.AskAsync(first.Request("end"));
        await first.GoneAsync();
        File.WriteAllText(second.In("work/go"), "");
        await second.EndedAsync();
        Assert.Equal("two of ~/x/data\ntwo of ~/x/data\n", second.Log);
        Assert.True(Directory.Exists(Path.Combine(home, "x", "data")));
        await second.AskAsync(second.Request("end"));
        await second.GoneAsync();
        Assert.False(Path.Exists(Path.Combine(home, "x")));
    }

    [Theory]
    [InlineData("~/there", "a folder, and on this machine it is a file")]
    [InlineData("~/there/below", "there is a file on this machine")]
    [InlineData("~/machines", "would hide Haggle's own files")]
    [InlineData("~", "is the whole home folder")]
    public async Task What_stands_in_the_way_is_told_before_anything_runs(string destination, string says)
    {
        File.WriteAllText(Path.Combine(home, "there"), "mine");
        await using var machine = new TestMachine(root: Path.Combine(home, "machines"));
        var end = await machine.RunAsync(await OrderAsync(machine, [destination], "echo ran", "echo ran", packed: destination == "~" ? "~/x" : destination));
        Assert.Equal(126, end.ExitCode);
        Assert.Contains(says, end.Why, StringComparison.Ordinal);
        Assert.Equal(("", "mine"), (machine.Log, File.ReadAllText(Path.Combine(home, "there"))));
    }

    [Theory]
    [InlineData("data//x/./", "data/x", "data/x")]
    [InlineData("./a", "a", "a")]
    [InlineData("/data//x/", "/data/x", ".haggle-mounts/root/data/x")]
    [InlineData("~/x/", "~/x", ".haggle-mounts/home/x")]
    public void A_destination_has_one_spelling_and_one_place_in_the_bundle(string written, string normal, string stored) =>
        Assert.Equal((normal, stored, null), (MountPlace.Normal(written), MountPlace.Stored(written), MountPlace.WhyNot(written)));

    [Theory]
    [InlineData("/")]
    [InlineData("~")]
    [InlineData("~ann/x")]
    [InlineData("/proc/x")]
    [InlineData("/usr")]
    [InlineData("a/../b")]
    [InlineData("/data/../etc")]
    [InlineData(".")]
    [InlineData(".haggle-mounts/x")]
    public void Some_destinations_are_nobodys_wish(string destination) => Assert.NotNull(MountPlace.WhyNot(destination));

    [Fact]
    public void What_lies_below_another_destination_comes_with_it() =>
        Assert.Equal(["/data", "~/b"], MountPlace.Outside(["/data/x", "~/b", "inside", "/data/", "~/b/c", "/data"]));

    public void Dispose() => Directory.Delete(home, recursive: true);

    private static string[] Names(string folder) =>
        [.. Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(folder, path)).Order(StringComparer.Ordinal)];

    private static bool WorksHere()
    {
        using var trial = System.Diagnostics.Process.Start("unshare", Environment.IsPrivilegedProcess ? ["-m", "mount", "-n", "-t", "tmpfs", "x", "/tmp"] : ["-rm", "mount", "-n", "-t", "tmpfs", "x", "/tmp"]);
        trial.WaitForExit();
        return trial.ExitCode == 0;
    }

    private static bool IsFile(string mount) => mount.EndsWith(".txt", StringComparison.Ordinal) || mount.EndsWith("key", StringComparison.Ordinal);

    private async Task<OrderMessage> OrderAsync(TestMachine machine, string[] mounts, string run, string setup = "", string mark = "", string? packed = null)
    {
        var (hash, tar) = await Tar.OfAsync([.. (packed is null ? mounts : [packed]).Select(mount => (
            MountPlace.Stored(mount) + (IsFile(mount) ? "" : "/f"), $"{(mark.Length > 0 ? mark + " " : "")}of {mount}\n"))]);
        await machine.CallAsync();
        File.WriteAllBytes(machine.In($"bundle-{hash}.tar"), tar);
        return machine.Order("run", run, setup) with { Bundle = hash, Mounts = mounts, Environment = new() { ["HOME"] = home }, CheckpointPath = "", GraceSeconds = 1 };
    }
}
