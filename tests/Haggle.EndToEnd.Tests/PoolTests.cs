using Haggle.Testbed;
using Haggle.Wire.Rest;

namespace Haggle.EndToEnd.Tests;

/// <summary>A machine's way through the pool by the command line, on a real sshd: added, shown, used, drained, found changed, removed.</summary>
public sealed class PoolTests
{
    private const int BadInput = 2;
    private const int NotAgreed = 72;

    [Fact]
    public async Task A_machine_is_added_shown_used_drained_and_removed()
    {
        if (SshSite.Obstacle() is { Length: > 0 } obstacle) Assert.Skip(obstacle);
        var cancellation = TestContext.Current.CancellationToken;
        await using var site = await SshSite.MakeAsync(cancellation);
        var computer = await site.AddAsync("gpu1", new SshComputerOptions(), cancellation);
        await using var home = new Home();
        Task<CommandEnd> AddAsync(string name, params string[] more) =>
            home.RunAsync(["machines", "add", name, "--host", computer.Address, "--user", "root", "--identity", Path.Combine(site.Folder, "key"), .. more]);

        // What is typed wrong is told in one sentence, and nothing is added.
        OneMessage((await AddAsync("a;b")).Expect(BadInput), "a;b");
        OneMessage((await AddAsync("gone", "--port", "9")).Expect(BadInput), "gone is not reached", $"ssh {computer.Address}");
        OneMessage((await AddAsync("gpu1", "--accept-key", "SHA256:other")).Expect(BadInput), "not SHA256:other; nothing was sent");
        Assert.Equal("", await computer.InsideAsync("ls -A; :", cancellation));

        // Nobody knows its key: it is shown and has to be agreed to.
        var refused = (await AddAsync("gpu1")).Expect(NotAgreed).Error;
        var fingerprint = refused[refused.IndexOf("SHA256:", StringComparison.Ordinal)..].Split(' ', ',')[0];
        Assert.Contains("gpu1 is in the pool.", (await AddAsync("gpu1", "--price", "0.36/h", "--accept-key", fingerprint)).Expect(0).Out);
        OneMessage((await AddAsync("gpu1")).Expect(74), "in the pool already");
        var listed = await home.AskAsync(RestJson.Default.PoolMessage, "machines");
        Assert.Equal(("gpu1", ""), (Assert.Single(listed.Machines).Name, listed.Machines[0].Problem));
        Assert.Contains("0.36", await home.OkAsync("machines", "show", "gpu1"));

        var task = home.Write("task.yaml", "name: there\nresources: {infra: ssh/gpu1}\nrun: hostname\n");
        var run = await home.LaunchAsync(task, "-y");
        Assert.Equal("succeeded", (await home.UntilOverAsync(run)).Outcome);
        Assert.Equal("gpu1\n", await home.LogsAsync(run));

        Assert.Contains("nothing new begins there", await home.OkAsync("machines", "drain", "gpu1"));
        Assert.Contains("drained: nothing new begins", await home.OkAsync("machines"));
        Assert.Contains("takes part again", await home.OkAsync("machines", "undrain", "gpu1"));

        // Installed anew, it shows another key: it is not talked to, and why stands beside it.
        computer.ForgetHostKey();
        await computer.RebootAsync(cancellation);
        await Wait.UntilAsync("the changed key is told", async () => (await home.AskAsync(RestJson.Default.PoolMachineMessage, "machines", "show", "gpu1")).Problem.Contains("another host key", StringComparison.Ordinal));

        await home.OkAsync("machines", "remove", "gpu1");
        Assert.Contains("no machines in the pool", await home.OkAsync("machines"));
        OneMessage((await home.RunAsync("machines", "show", "gpu1")).Expect(73), "there is no machine 'gpu1' in the pool");
        await home.LeavesNothingAsync();
        Assert.Equal("", (await computer.InsideAsync("pgrep -x haggle-agent; :", cancellation)).Trim());
    }

    private static void OneMessage(CommandEnd end, params string[] says)
    {
        Assert.Equal("", end.Out);
        Assert.InRange(end.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length, 1, 4);
        Assert.DoesNotContain("   at ", end.Error, StringComparison.Ordinal);
        Assert.All(says, text => Assert.Contains(text, end.Error, StringComparison.Ordinal));
    }
}
