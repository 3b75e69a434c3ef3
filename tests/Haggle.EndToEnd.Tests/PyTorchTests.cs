using System.Globalization;

namespace Haggle.EndToEnd.Tests;

public sealed class PyTorchTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_reclaim_changes_no_bit_of_a_training_in_PyTorch(int nodes)
    {
        await Digits.NeedsTorchAsync();
        await using var home = new Home();
        var task = Digits.Task(home, epochs: 30, ("num_nodes: 1\n", $"num_nodes: {nodes}\n"));
        using var undisturbed = Launch(home, "launch", task);
        var expected = Digits.Result((await undisturbed.EndAsync()).Expect(0).Out);

        using var reclaimed = Launch(home, "launch", task);
        await reclaimed.SaysAsync("::haggle progress step=20 ");
        // On a slow computer the notice may be over before a gang has saved: it goes on from a checkpoint that was there before.
        await Wait.UntilAsync("there is a checkpoint", async () => (await home.StatusAsync("2")).Checkpoints.Length > 0);
        await home.OkAsync("reclaim", "2", "--notice", "5s", "--rank", (nodes - 1).ToString(CultureInfo.InvariantCulture));
        var end = (await reclaimed.EndAsync()).Expect(0);

        Assert.Equal(expected, Digits.Result(end.Out));
        Assert.Contains($"{nodes} rank(s) on cpu", end.Out);
        Assert.Contains("train.py: continuing at step", end.Out);
        var run = await home.StatusAsync("2");
        Assert.Equal(["reclaimed", "finished"], run.Attempts.Select(attempt => attempt.End));
        Assert.All(run.Attempts, attempt => Assert.Equal(nodes, attempt.Machines.Select(machine => machine.Address).Distinct().Count()));
        await home.LeavesNothingAsync();
    }

    private static Command Launch(Home home, params string[] arguments) => home.StartIn(Repository.Root, Repository.Path("haggle"), arguments);
}
