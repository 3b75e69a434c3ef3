namespace Haggle.EndToEnd.Tests.Slurm;

/// <summary>A real training in PyTorch as jobs of a real Slurm. It takes some minutes, so it runs only when asked for: HAGGLE_EXPLICIT=1 ./test EndToEnd.</summary>
public sealed class SlurmPyTorchTests(SlurmLab lab) : IClassFixture<SlurmLab>
{
    [Fact(Explicit = true)]
    public async Task A_training_that_is_preempted_twice_ends_with_the_same_weights()
    {
        await Digits.NeedsTorchAsync();
        await using var home = lab.Home("torch");
        var task = Digits.LongTask(home, "infra: slurm/tb/low\n  accelerators: H200:1");

        var boss = "";
        await Digits.SameWeightsAsync(home, task, "reclaimed", async _ => boss = await lab.OutrankAsync(), () => lab.CancelAsync(boss));
        await lab.LeavesNothingAsync(home, "torch");
    }
}
