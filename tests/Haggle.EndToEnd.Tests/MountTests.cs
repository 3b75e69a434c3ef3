using System.Diagnostics;

namespace Haggle.EndToEnd.Tests;

/// <summary>File mounts outside the working folder, from the task file to the program and back to a computer on which nothing is left of them.</summary>
public sealed class MountTests
{
    public static bool HasNoViews { get; } = !WorksHere();

    [Fact(SkipWhen = nameof(HasNoViews), Skip = "this computer gives no mount namespaces")]
    public async Task Every_node_finds_its_files_at_the_paths_that_the_task_names_and_nothing_is_left_of_them()
    {
        await using var home = new Home();
        var root = "/haggle-e2e-" + Guid.NewGuid().ToString("n")[..8];
        var user = Path.Combine(home.Work, "user");
        home.Write("user/mine/precious", "mine");
        home.Write("set/a", "a of the set\n");
        home.Write("one", "one file\n");
        var task = home.Write("task.yaml", $$"""
            num_nodes: 2
            envs: {HOME: '{{user}}'}
            file_mounts:
              {{root}}/set: ./set
              ~/mine: ./set
              ~/one.txt: ./one
            setup: echo from-setup >{{root}}/set/b
            run: |
              cat {{root}}/set/a {{root}}/set/b ~/one.txt
              ls ~/mine
              echo out of node $HAGGLE_NODE_RANK >~/result-$HAGGLE_NODE_RANK
              rm -rf ~/mine/*
            """);
        Assert.Contains("outside the working folder", await home.OkAsync("check", task), StringComparison.Ordinal);
        var run = await home.LaunchAsync(task);
        Assert.Equal("succeeded", (await home.UntilOverAsync(run)).Outcome);
        foreach (var rank in (string[])["0", "1"])
        {
            Assert.Equal("a of the set\nfrom-setup\none file\na\n", await home.LogsAsync(run, "--rank", rank));
            Assert.Equal($"out of node {rank}\n", File.ReadAllText(Path.Combine(user, "result-" + rank)));
        }

        await home.LeavesNothingAsync();
        Assert.Equal("mine", File.ReadAllText(Path.Combine(user, "mine", "precious")));
        Assert.False(Path.Exists(Path.Combine(user, "one.txt")));
        Assert.False(Path.Exists(root));
    }

    [Theory]
    [InlineData("/usr/bin/env", "to be a folder, and on this machine it is a file")]
    [InlineData("~", "is the whole home folder")]
    public async Task What_cannot_be_is_told_before_anything_starts(string destination, string says)
    {
        Assert.SkipWhen(HasNoViews, "this computer gives no mount namespaces");
        await using var home = new Home();
        home.Write("set/a", "a");
        var refused = (await home.RunAsync("launch", "-d", home.Write("task.yaml", $"file_mounts:\n  '{destination}/.': ./set\nrun: echo ran\n"))).Expect(2);
        Assert.Contains(says, string.Join(' ', refused.Error.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", refused.Error, StringComparison.Ordinal);
        Assert.True(!Directory.Exists(home.Machines) || Directory.GetDirectories(home.Machines).Length == 0, "a machine was made");
    }

    private static bool WorksHere()
    {
        using var trial = Process.Start("unshare", [Environment.IsPrivilegedProcess ? "-m" : "-rm", "mount", "-n", "-t", "tmpfs", "x", "/tmp"]);
        trial.WaitForExit();
        return trial.ExitCode == 0;
    }
}
