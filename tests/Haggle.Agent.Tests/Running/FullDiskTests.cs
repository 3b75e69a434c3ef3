using System.Diagnostics;
using Haggle.Agent.Checkpoints;
using Haggle.Wire.Agent;

namespace Haggle.Agent.Tests.Running;

/// <summary>A disk that is really full: a small memory file system, which needs root to be mounted.</summary>
public sealed class FullDiskTests : IDisposable
{
    private readonly string disk = Directory.CreateTempSubdirectory("haggle-disk-").FullName;

    public static bool CannotMount { get; } = !Environment.IsPrivilegedProcess || Run("unshare", "-m", "mount", "-n", "-t", "tmpfs", "x", "/tmp") != 0;

    [Fact(SkipWhen = nameof(CannotMount), Skip = "mounting a small disk needs root")]
    public async Task A_checkpoint_that_does_not_fit_is_never_the_newest_and_the_training_goes_on()
    {
        Mount("2m");
        await using var machine = new TestMachine();
        var order = machine.Order("run", Saving("900000 one", "3000000 two", "1000 three")) with { CheckpointStore = Path.Combine(disk, "store") };
        await machine.CallAsync(order);
        await machine.WaitAsync(s => s.Checkpoints.Length == 1, "the first one is saved");
        File.WriteAllText(machine.In("work/go-two"), "");
        var told = await machine.WaitAsync(s => s.Notes.Length > 0, "it is told that the second one does not fit");
        Assert.Contains("could not be saved", told.Notes[^1], StringComparison.Ordinal);
        Assert.Contains("the training goes on", told.Notes[^1], StringComparison.Ordinal);
        Assert.Equal(("running", 1), (told.Phase, told.Checkpoints.Length));
        Assert.Equal(told.Checkpoints.Select(c => c.Id), CheckpointShelf.Ids(order.CheckpointStore));

        // A smaller one fits again, and what was left of the second is not in its way.
        File.WriteAllText(machine.In("work/go-three"), "");
        var end = await machine.EndedAsync();
        Assert.Equal(0, end.ExitCode);
        Assert.Equal(2, end.Checkpoints.Length);
        Assert.Equal([.. end.Checkpoints.Select(c => c.Id)], Directory.GetDirectories(order.CheckpointStore).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
        foreach (var (checkpoint, word) in end.Checkpoints.Zip((string[])["one", "three"]))
        {
            var back = Path.Combine(machine.Root, "back-" + word);
            await CheckpointReader.RestoreAsync(order.CheckpointStore, checkpoint, back + ".part", back, TestMachine.Limit());
            Assert.EndsWith(word + "\n", File.ReadAllText(Path.Combine(back, word)), StringComparison.Ordinal);
        }
    }

    [Fact(SkipWhen = nameof(CannotMount), Skip = "mounting a small disk needs root")]
    public async Task When_the_log_does_not_fit_any_more_the_program_and_its_end_are_told_as_they_are()
    {
        Mount("1m");
        await using var machine = new TestMachine(root: disk);
        await machine.CallAsync(machine.Order("run", "head -c 3000000 /dev/zero | tr '\\0' x; until [ -e go ]; do sleep 0.02; done; exit 7") with { CheckpointPath = "" });
        await TestMachine.Until(() => new FileInfo(machine.In("task.log")) is { Exists: true, Length: > 500_000 } log && new DriveInfo(disk).AvailableFreeSpace == 0, "the disk is full");

        // Room for the name of one file, and no more.
        File.Move(machine.In("agent.log"), machine.In("work/go"));
        var end = await machine.EndedAsync();
        Assert.Equal((7, "the program ended with exit code 7"), (end.ExitCode!.Value, end.Why));
        Assert.Equal(new FileInfo(machine.In("task.log")).Length, end.LogLength);
        await using var over = new AgentLine(await machine.OpenAsync());
        Assert.All(await machine.LogAsync(end.LogLength - 1000, 5000, over), letter => Assert.True(letter is (byte)'x' or (byte)'t' or (byte)'r' or (byte)':' or (byte)' ' || letter < 128));
        await machine.AskAsync(machine.Request("end"));
        await TestMachine.Until(() => machine.Processes().Count == 0, "no process of the machine is left");
    }

    [Fact(SkipWhen = nameof(CannotMount), Skip = "mounting a small disk needs root")]
    public async Task Files_that_do_not_fit_end_the_run_with_a_reason_and_nothing_of_it_was_started()
    {
        Mount("1m");
        await using var machine = new TestMachine(root: disk);
        var (hash, tar) = await Tar.OfAsync(("big", new string('x', 600_000)));
        File.WriteAllBytes(machine.In($"bundle-{hash}.tar"), tar);
        var end = await machine.RunAsync(machine.Order("run", "echo ran", "echo ran") with { Bundle = hash, CheckpointPath = "" });
        Assert.Equal(126, end.ExitCode);
        Assert.Contains("the job's files could not be unpacked", end.Why, StringComparison.Ordinal);
        Assert.Contains("because the disk was full", end.Why, StringComparison.Ordinal);
        Assert.Equal("", machine.Log);
    }

    public void Dispose()
    {
        Run("umount", "-l", disk);
        Directory.Delete(disk);
    }

    /// <summary>A program that saves files of a size, each ending in its name; from the second one on when it is told to.</summary>
    private static string Saving(params string[] files) => "cd $HAGGLE_CHECKPOINT_DIR; " + string.Join("; ", files.Select((file, i) => file.Split(' ') is [var bytes, var name]
        ? $"{(i == 0 ? "" : $"until [ -e ../go-{name} ]; do sleep 0.02; done; ")}head -c {bytes} /dev/zero >part; echo {name} >>part; mv part {name}; echo \"::haggle checkpoint step={i + 1} path={name}\""
        : "")) + "; sleep 0.3";

    private void Mount(string size) => Assert.Equal(0, Run("mount", "-n", "-t", "tmpfs", "-o", "size=" + size, "haggle-test", disk));

    private static int Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode;
    }
}
