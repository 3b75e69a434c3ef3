using System.Text;
using Haggle.Agent.Tests.Running;
using Haggle.Buckets;
using Haggle.Testbed;
using Haggle.Wire.Agent;

namespace Haggle.Stores.Tests;

/// <summary>What a task finds of stores: copied and mounted, by a real agent, from real servers.</summary>
public sealed class MountTests(SharedServer shared)
{
    private const string NotHere = "rclone, Ceph's gateway or FUSE is not here (eng/packages.txt)";

    public static bool HasNoFuse { get; } = SharedServer.IsMissing || !File.Exists("/dev/fuse") || Tool.Find("fusermount3") is null;

    [Fact(SkipWhen = nameof(HasNoFuse), Skip = NotHere)]
    public async Task Folders_and_files_are_copied_from_buckets_web_servers_and_the_hub()
    {
        var place = await shared.BucketAsync();
        await shared.Folder(place).WriteAsync("set/a.txt", Encoding.UTF8.GetBytes("a of the set\n"), default);
        await shared.Folder(place).WriteAsync("set/below/b.txt", Encoding.UTF8.GetBytes("b of the set\n"), default);
        using var web = new WebFolder();
        web.Write("one.txt", "one of the web\n");
        await using var hub = new HubServer("hub-token-that-nobody-sees");
        await using var machine = new TestMachine();
        var order = machine.Order("run", "cat set/a.txt set/below/b.txt only.txt web.txt model/config.json model/weights/w.bin file.json") with
        {
            CheckpointPath = "",
            Remotes =
            [
                Copy("set", shared.Message(place.In("set"))),
                Copy("only.txt", shared.Message(place.In("set/a.txt"))),
                Copy("web.txt", Message(web.Address + "/one.txt", new StoreAccess())),
                Copy("model", Message("hf://datasets/me/set@v1", hub.Access)),
                Copy("file.json", Message("hf://datasets/me/set@v1/config.json", hub.Access)),
            ],
        };
        var end = await machine.RunAsync(order);
        Assert.True(end.ExitCode == 0, end.Why + string.Join('\n', end.Notes));
        Assert.Equal("a of the set\nb of the set\na of the set\none of the web\n{\"config\":1}\nweights of the hub\n{\"config\":1}\n", machine.Log);
        Assert.DoesNotContain("hub-token", File.ReadAllText(machine.In("order.json")), StringComparison.Ordinal);
    }

    [Theory(SkipWhen = nameof(HasNoFuse), Skip = NotHere)]
    [InlineData("s3", "file_mounts: set: ")]
    [InlineData("hub", "hf://datasets/me/other is not there (404)")]
    [InlineData("token", "hf://datasets/me/set is not open to this token (401)")]
    public async Task What_cannot_be_brought_ends_the_setup_with_one_sentence(string what, string says)
    {
        await using var hub = new HubServer("right");
        var place = await shared.BucketAsync();
        var remote = what switch
        {
            "s3" => shared.Message(place.In("set"), shared.Access(secret: "wrong")),
            "hub" => Message("hf://datasets/me/other", hub.Access),
            _ => Message("hf://datasets/me/set", hub.Access with { Token = "wrong" }),
        };
        await using var machine = new TestMachine();
        var end = await machine.RunAsync(machine.Order("run", "echo ran") with { CheckpointPath = "", Remotes = [Copy("set", remote)] });
        Assert.Equal(126, end.ExitCode);
        Assert.Contains(says, end.Why, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', end.Why);
        Assert.Equal("", machine.Log);
    }

    [Theory]
    [InlineData("rclone", "copy", "rclone is not on the PATH; install it (apt-get install rclone, or https://rclone.org/install/)")]
    [InlineData("rclone", "mount-cached", "rclone is not on the PATH; install it (apt-get install rclone, or https://rclone.org/install/)")]
    [InlineData("fusermount3", "mount", "fusermount3 is not on the PATH (apt-get install fuse3). Write 'mode: COPY' to have it copied instead")]
    public async Task A_program_that_is_missing_on_the_machine_is_told_with_where_to_get_it(string missing, string mode, string says)
    {
        if (mode == "mount" && !File.Exists("/dev/fuse")) says = "/dev/fuse is not on this machine";
        using var programs = new ProgramsWithout(missing, "fusermount");
        await using var machine = new TestMachine(environment: new Dictionary<string, string> { ["PATH"] = programs.Folder });
        var remote = Message("s3://bucket/set", new StoreAccess { Endpoint = "http://127.0.0.1:9" });
        var end = await machine.RunAsync(machine.Order("run", "echo ran") with { CheckpointPath = "", Remotes = [new MountMessage { Destination = "set", Mode = mode, Remote = remote }] });
        Assert.Equal(126, end.ExitCode);
        Assert.Contains(says, end.Why, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', end.Why);
        Assert.Equal("", machine.Log);
    }

    [Theory(SkipWhen = nameof(HasNoFuse), Skip = NotHere)]
    [InlineData("mount")]
    [InlineData("mount-cached")]
    public async Task What_a_program_writes_into_a_mount_is_in_the_bucket_when_it_is_over(string mode)
    {
        var place = await shared.BucketAsync();
        await shared.Folder(place).WriteAsync("in.txt", Encoding.UTF8.GetBytes("from the bucket\n"), default);
        await using var machine = new TestMachine();
        var mount = new MountMessage { Destination = "data", Mode = mode, Remote = shared.Message(place) };
        var end = await machine.RunAsync(machine.Order("run", "cat data/in.txt; echo out >data/out.txt; mkdir data/sub; cp data/in.txt data/sub/copy.txt") with { CheckpointPath = "", Remotes = [mount] });
        Assert.True(end.ExitCode == 0, end.Why + machine.Log);
        Assert.Equal("from the bucket\n", machine.Log);
        Assert.Equal(["in.txt", "out.txt", "sub/copy.txt"], (await shared.Folder(place).ListAsync(default)).Select(file => file.Path));
        Assert.Contains(machine.Home, File.ReadAllText("/proc/self/mountinfo"), StringComparison.Ordinal);
        await machine.AskAsync(machine.Request("end"));
        await machine.GoneAsync();
        Assert.DoesNotContain(machine.Home, File.ReadAllText("/proc/self/mountinfo"), StringComparison.Ordinal);
        Assert.Equal(3, (await shared.Folder(place).ListAsync(default)).Count);
    }

    [Fact(SkipWhen = nameof(HasNoFuse), Skip = NotHere)]
    public async Task A_mount_is_taken_away_also_when_the_agent_is_killed_and_the_bucket_stays_as_it_is()
    {
        var place = await shared.BucketAsync();
        await shared.Folder(place).WriteAsync("in.txt", Encoding.UTF8.GetBytes("precious\n"), default);
        await using var machine = new TestMachine();
        var mount = new MountMessage { Destination = "data", Mode = "mount", Remote = shared.Message(place), ReadOnly = true };
        await machine.CallAsync(machine.Order("run", "cat data/in.txt; echo x >data/y || echo refused; sleep 100") with { CheckpointPath = "", Remotes = [mount] });
        await TestMachine.Until(() => machine.Log.Contains("refused", StringComparison.Ordinal), "the program has looked");
        machine.Kill();
        await machine.GoneAsync();
        Assert.DoesNotContain(machine.Home, File.ReadAllText("/proc/self/mountinfo"), StringComparison.Ordinal);
        Assert.Single(await shared.Folder(place).ListAsync(default));
    }

    [Fact]
    public void Mounts_are_told_to_rclone_with_what_the_task_says_last()
    {
        var remote = Message("s3://bucket/set", new StoreAccess());
        var plain = new MountMessage { Destination = "d", Mode = "mount", Remote = remote, ReadOnly = true };
        var cached = new MountMessage { Destination = "d", Mode = "mount-cached", Remote = remote, Options = ["--transfers=8", "--vfs-write-back=10s"] };
        Snapshot.Matches("mounts", string.Join('\n', new[] { plain, cached }.Select(mount => "rclone " + string.Join(' ', Agent.Stores.MountCommand.Words(mount, "/m/d", "/m/cache")))) + "\n");
    }

    private static MountMessage Copy(string destination, RemoteMessage remote) => new() { Destination = destination, Mode = "copy", Remote = remote };

    private static RemoteMessage Message(string address, StoreAccess access)
    {
        var remote = Remote.Of(BucketAddress.TryRead(address, out _)!, access);
        return new RemoteMessage { Address = address, Settings = remote.Settings.ToDictionary(), Path = remote.Path };
    }
}
