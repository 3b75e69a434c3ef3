using System.Globalization;
using Haggle.Wire.Rest;

namespace Haggle.EndToEnd.Tests;

/// <summary>Whatever is wrong gets one clear message: what, where, what to do. Never a stack trace, never a half-done launch.</summary>
public sealed class BadInputTests
{
    private const int BadInput = 2;
    private const int NoServer = 69;
    private const int NotAgreed = 72;
    private const int NoSuchRun = 73;
    private const int Detached = 130;

    [Fact]
    public async Task Mistakes_in_a_task_file_are_shown_at_their_place()
    {
        await using var home = new Home();
        home.Write("task.yaml", "name: typo\nresorces:\n  cpus: 2\nrun: echo hi\nbudget: lots\n");
        var end = Clear((await home.RunAsync("launch", "task.yaml")).Expect(BadInput), lines: 12);
        Assert.Contains("task.yaml:2:1", end.Error);
        Assert.Contains("resorces:\n", end.Error);
        Assert.Contains("^", end.Error);
        Assert.Contains("resources", end.Error);
        Assert.Contains("task.yaml:5:9", end.Error);
        Assert.False(Directory.Exists(home.Folder), "a file that is refused needs no server");
    }

    [Fact]
    public async Task Files_that_are_no_task_files_are_refused()
    {
        await using var home = new Home();
        var noise = new byte[4096];
        new Random(1).NextBytes(noise);
        await File.WriteAllBytesAsync(home.Write("noise.yaml", ""), noise);
        Clear((await home.RunAsync("launch", "noise.yaml")).Expect(BadInput), lines: 4);
        Clear((await home.RunAsync("launch", "nowhere.yaml")).Expect(BadInput));
        Clear((await home.RunAsync("launch", ".")).Expect(BadInput));
        home.Write("lost.yaml", "workdir: ./nowhere\nrun: echo hi\n");
        Assert.Contains("nowhere", Clear((await home.RunAsync("launch", "lost.yaml")).Expect(BadInput)).Error);
        Assert.Contains("launch", Clear((await home.RunAsync("lanch", "lost.yaml")).Expect(BadInput)).Error);
    }

    [Fact]
    public async Task An_unknown_offer_is_answered_with_the_nearest_and_an_unknown_run_too()
    {
        await using var home = new Home();
        var task = home.Write("task.yaml", "name: quick\nrun: echo hi\n");
        Assert.Contains("did you mean aws/us-east-1/g4dn.xlarge", Clear((await home.RunAsync("launch", task, "--rehearse", "aws/us-east-1/g4dn.xlrge")).Expect(BadInput)).Error);
        Assert.Contains("there are no runs yet", Clear((await home.RunAsync("status", "quick")).Expect(NoSuchRun)).Error);
        var run = await home.LaunchAsync(task);
        Assert.Contains("quick", Clear((await home.RunAsync("logs", "quikc")).Expect(NoSuchRun)).Error);
        await home.UntilOverAsync(run);
        await home.LeavesNothingAsync();
    }

    [Fact]
    public async Task Without_a_terminal_no_money_moves_unless_it_was_agreed_to()
    {
        await using var home = new Home();
        home.Configure("local: {price: 1.50}\n");
        var task = home.Write("task.yaml", "run: echo hi\n");
        var end = (await home.RunAsync("launch", task)).Expect(NotAgreed);
        Assert.Contains("$1.5", end.Error);
        Assert.Contains("-y", end.Error);
        Assert.Empty((await home.AskAsync(RestJson.Default.RunListMessage, "status", "--all")).Runs);
        Assert.Empty(Directory.GetDirectories(home.Machines));
        (await home.RunAsync("launch", task, "-y")).Expect(0);
        await home.LeavesNothingAsync();
    }

    [Fact]
    public async Task Ctrl_C_leaves_a_run_alone_and_says_how_to_come_back()
    {
        await using var home = new Home();
        using var launch = home.Start("launch", home.Write("task.yaml", "name: long\nrun: |\n  echo begun\n  until [ -e go ]; do sleep 0.1; done\n  echo done\n"));
        await launch.SaysAsync("begun");
        launch.Signal(Processes.Interrupt);
        var end = (await launch.EndAsync()).Expect(Detached);
        Assert.Contains("Detached: run 1 (long) goes on.", end.Error);
        Assert.Contains("haggle logs -f 1", end.Error);
        Assert.Equal("running", (await home.StatusAsync("1")).Phase);
        await home.OkAsync("exec", "1", "--", "touch", "go");
        Assert.Equal("begun\ndone\n", await home.OkAsync("logs", "-f", "1"));
        Assert.Equal("succeeded", (await home.UntilOverAsync("1")).Outcome);
        await home.LeavesNothingAsync();
    }

    [Fact]
    public async Task What_goes_into_a_pipe_has_no_codes_of_a_terminal()
    {
        await using var home = new Home();
        home.With("TERM", "xterm-256color");
        var task = home.Write("task.yaml", "name: plain\nrun: |\n  echo '::haggle progress step=1 of=2'\n  echo hi\n");
        CommandEnd[] ends =
        [
            (await home.RunAsync("launch", task)).Expect(0),
            (await home.RunAsync("launch", task, "--dry-run", "--rehearse")).Expect(0),
            (await home.RunAsync("status", "--all")).Expect(0),
            (await home.RunAsync("status", "1")).Expect(0),
            (await home.RunAsync("cost", "1")).Expect(0),
            (await home.RunAsync("doctor")).Expect(0),
            (await home.RunAsync("--help")).Expect(0),
        ];
        Assert.All(ends, end => Assert.DoesNotContain('\e', end.Out + end.Error));
        Assert.All(ends, end => Assert.DoesNotContain('\r', end.Out + end.Error));
        await home.LeavesNothingAsync();
    }

    [Fact]
    public async Task A_state_folder_that_cannot_be_made_is_named()
    {
        await using var home = new Home();
        var task = home.Write("task.yaml", "run: echo hi\n");
        home.With("HAGGLE_HOME", "/proc/nowhere/haggle");
        Assert.Contains("/proc/nowhere/haggle", Clear((await home.RunAsync("launch", task)).Expect(BadInput)).Error);
        home.With("HAGGLE_HOME", Path.Combine(home.Work, new string('x', 100)));
        Assert.Contains("too long", Clear((await home.RunAsync("launch", task)).Expect(BadInput)).Error);
    }

    [Fact]
    public async Task A_broken_configuration_is_shown_when_the_server_does_not_start()
    {
        await using var home = new Home();
        home.Configure("local: {prise: 1}\n");
        var end = Clear((await home.RunAsync("launch", home.Write("task.yaml", "run: echo hi\n"))).Expect(NoServer), lines: 8);
        Assert.Contains("config.yaml", end.Error);
        Assert.Contains("prise", end.Error);
    }

    [Fact]
    public async Task A_full_disk_stops_what_is_new_and_loses_nothing_that_was()
    {
        Assert.SkipUnless(Environment.UserName == "root", "needs root: a small disk is mounted");
        await using var home = new Home();
        Directory.CreateDirectory(home.Folder);
        using (var mount = Command.Start("/", "mount", ["-t", "tmpfs", "-o", "size=24m", "haggle-test", home.Folder])) (await mount.EndAsync()).Expect(0);
        try
        {
            var task = home.Write("task.yaml", $"name: patient\nworkdir: {home.Work}\nrun: |\n  echo before\n  until [ -e \"{home.Work}/go\" ]; do sleep 0.1; done\n  echo after\n");
            var run = await home.LaunchAsync(task);
            await home.UntilLogAsync(run, "before");
            Fill(Path.Combine(home.Folder, "full"));
            var refused = await home.RunAsync("launch", "-d", task);
            Assert.NotEqual(0, refused.Code);
            Assert.DoesNotContain("   at ", refused.Error);
            Assert.Equal("before\n", await home.LogsAsync(run));
            File.Delete(Path.Combine(home.Folder, "full"));
            home.Write("go", "");
            Assert.Equal("succeeded", (await home.UntilOverAsync(run)).Outcome);
            Assert.Equal("before\nafter\n", await home.LogsAsync(run));
            foreach (var other in (await home.AskAsync(RestJson.Default.RunListMessage, "status")).Runs)
                Assert.Equal("succeeded", (await home.UntilOverAsync(other.Id.ToString(CultureInfo.InvariantCulture))).Outcome);
            await home.LeavesNothingAsync();
        }
        finally
        {
            foreach (var process in home.Living()) Processes.Signal(process.Id, Processes.KillAtOnce);
            using var unmount = Command.Start("/", "umount", ["-l", home.Folder]);
            await unmount.EndAsync();
        }
    }

    private static void Fill(string path)
    {
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var block = new byte[4096];
        try
        {
            while (true) file.Write(block);
        }
        catch (IOException)
        {
            // Full.
        }
    }

    /// <summary>One message of a few lines, on standard error, without anything of the program's inside.</summary>
    private static CommandEnd Clear(CommandEnd end, int lines = 3)
    {
        Assert.Equal("", end.Out);
        Assert.InRange(end.Error.TrimEnd().Split('\n').Length, 1, lines);
        Assert.DoesNotContain("   at ", end.Error);
        Assert.DoesNotContain("Exception", end.Error);
        return end;
    }
}
