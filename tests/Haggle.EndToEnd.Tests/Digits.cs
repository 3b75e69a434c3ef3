namespace Haggle.EndToEnd.Tests;

/// <summary>The training of examples/pytorch-ddp, made quick, and what it comes to.</summary>
internal static class Digits
{
    // Long enough for two losses, each after a checkpoint of its own attempt.
    private const int LongEpochs = 120;

    /// <summary>Skips the test where there is no PyTorch.</summary>
    public static async Task NeedsTorchAsync()
    {
        using var help = Command.Start(Repository.Path("examples", "pytorch-ddp"), "/bin/sh", ["run.sh", "--help"]);
        Assert.SkipUnless((await help.EndAsync()).Code == 0, "needs python3-torch (apt-get install python3-torch)");
    }

    /// <summary>Writes the example's task file, with checkpoints in quick succession.</summary>
    /// <param name="home">Where.</param>
    /// <param name="epochs">Times through the data.</param>
    /// <param name="changes">Lines of the file and what stands in their place.</param>
    public static string Task(Home home, int epochs, params ReadOnlySpan<(string Line, string Instead)> changes)
    {
        var text = File.ReadAllText(Repository.Path("examples", "pytorch-ddp", "task.yaml"));
        foreach (var (line, instead) in (ReadOnlySpan<(string, string)>)[("every: 5m\n", "every: 1s\n"), ("exec ./run.sh\n", $"exec ./run.sh --epochs {epochs} --checkpoint-every 10\n"), .. changes])
        {
            Assert.Contains(line, text);
            text = text.Replace(line, instead, StringComparison.Ordinal);
        }

        return home.Write("torch.yaml", text);
    }

    /// <summary>The accuracy, and the hash of all weights.</summary>
    public static string Result(string log)
    {
        var begin = log.IndexOf("final accuracy ", StringComparison.Ordinal);
        Assert.True(begin >= 0, "the training has no result:\n" + log);
        Assert.Contains("parameters sha256 ", log[begin..]);
        return log[begin..];
    }

    /// <summary>Writes the task file of a training that is long enough for two losses, on a machine of one's own.</summary>
    public static string LongTask(Home home, string place, string more = "") => Task(home, LongEpochs,
        ("--checkpoint-every 10\n", "\n"),
        ("workdir: examples/pytorch-ddp ", $"workdir: {Repository.Path("examples", "pytorch-ddp")} "),
        ("  cpus: 2+\n", $"  {place}\n"),
        ("run: |\n", more + "run: |\n  cat /etc/haggle-image 2>/dev/null || :\n"));

    /// <summary>Runs a task as it is, and once more with two losses, each after a checkpoint of the attempt's own; the weights are the same to the bit.</summary>
    /// <param name="home">Where; the second run is its run 2.</param>
    /// <param name="task">The file.</param>
    /// <param name="end">How a lost attempt ends.</param>
    /// <param name="lose">Takes the machine away for the first or second time.</param>
    /// <param name="giveBack">Makes another one possible.</param>
    /// <returns>The log of the run with the losses.</returns>
    public static async Task<string> SameWeightsAsync(Home home, string task, string end, Func<int, Task> lose, Func<Task>? giveBack = null)
    {
        var first = await home.LaunchAsync(task, "-y");
        var undisturbed = await home.UntilOverAsync(first);
        Assert.Equal(("succeeded", 1), (undisturbed.Outcome, undisturbed.Attempts.Length));

        var run = await home.LaunchAsync(task, "-y");
        for (var loss = 1; loss <= 2; loss++)
        {
            await home.UntilAsync(run, $"at work for the {loss}. time", seen => seen.Epoch == loss && seen.Phase == "running" && seen.Checkpoints.Any(saved => saved.Epoch == loss));
            await lose(loss);
            var lost = await home.UntilAsync(run, "lost", seen => seen.Attempts[loss - 1].End.Length > 0);
            Assert.Equal(end, lost.Attempts[loss - 1].End);
            if (giveBack is not null) await giveBack();
        }

        var over = await home.UntilOverAsync(run);
        Assert.Equal("succeeded", over.Outcome);
        Assert.Equal([end, end, "finished"], over.Attempts.Select(attempt => attempt.End));
        var log = await home.LogsAsync(run);
        Assert.Equal(2, log.Split("train.py: continuing at step").Length - 1);
        Assert.Equal(Result(await home.LogsAsync(first)), Result(log));
        return log;
    }
}
