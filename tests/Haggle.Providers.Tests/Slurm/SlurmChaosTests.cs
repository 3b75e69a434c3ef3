using Haggle.Core.Runs;
using Haggle.Engine.Ports;
using Haggle.Testbed.Slurm;

namespace Haggle.Providers.Tests.Slurm;

/// <summary>What clusters do to jobs, and what the provider says of it.</summary>
[Collection(SlurmCollection.Name)]
public sealed class SlurmChaosTests(SlurmCollection.Cluster cluster) : IDisposable
{
    private static readonly OwnerId Mine = new("mine1234");

    // An agent that takes a preemption's first signal for what it is, a notice. Where Slurm gives a grace time, it looks whether that is over every 30 seconds:
    // these tests need none, and use the partition without.
    private const string Patient = "trap '' TERM; exec tail -f /dev/null";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => cluster.TellIfFailed();

    [Fact]
    public async Task A_job_that_somebody_else_outranks_was_taken_back_and_its_bill_is_Slurms_own()
    {
        await using var ground = new SlurmGround(cluster.OrSkip(), Patient) { Partition = "now", Gpus = 2 };
        var machine = await ground.RunningAsync(Mine);
        await using var boss = await OutrankAsync();
        var gone = await ground.UntilAsync(Mine, machine, "gone", fact => fact.Status == MachineStatus.Gone);
        await boss.DisposeAsync();
        Assert.True(gone.Reclaimed);
        var times = (await cluster.Bed.OkAsync("squeue", Cancellation, "-h", "-t", "all", "-n", "haggle-" + machine.Value[3..], "-o", "%S %e")).Split(' ');
        Assert.Equal((long.Parse(times[0], null), long.Parse(times[1], null)), (gone.BilledFrom?.ToUnixTimeSeconds(), gone.BilledTo?.ToUnixTimeSeconds()));
    }

    [Fact]
    public async Task A_job_that_was_made_to_start_again_does_not_live_twice()
    {
        await using var ground = new SlurmGround(cluster.OrSkip(), "date >>\"$3/starts\"; " + Patient) { Partition = "now", Gpus = 2 };
        var machine = await ground.RunningAsync(Mine);
        var starts = Path.Combine(ground.HomeOf(machine), "starts");
        Assert.Single(await File.ReadAllLinesAsync(starts, Cancellation));
        var job = await File.ReadAllTextAsync(Path.Combine(ground.HomeOf(machine), "job"), Cancellation);

        // Somebody turns on what Haggle had turned off, and the next preemption puts the job back into the queue.
        await cluster.Bed.OkAsync("scontrol", Cancellation, "update", "JobId=" + job.Trim(), "Requeue=1");
        await using var boss = await OutrankAsync();
        await cluster.Bed.UntilAsync("the job is in the queue again", async () => (await StateAsync(job)) is "PENDING", Cancellation);
        var said = await ground.UntilAsync(Mine, machine, "gone", fact => fact.Status == MachineStatus.Gone);
        await boss.DisposeAsync();
        await cluster.Bed.UntilAsync("the job is cancelled", async () => await StateAsync(job) is "CANCELLED", Cancellation);
        Assert.True(said is { Reclaimed: true, BilledTo: not null } && said.BilledTo >= said.BilledFrom);
        Assert.False(File.Exists(starts));
        Assert.Equal(said, Assert.Single(await ground.ListAsync(Mine)), SlurmGround.AreEqual);
    }

    [Fact]
    public async Task A_job_that_somebody_else_cancels_is_gone_and_nobody_took_it_back()
    {
        await using var ground = new SlurmGround(cluster.OrSkip());
        var machine = await ground.RunningAsync(Mine);
        await cluster.Bed.OkAsync("scancel", Cancellation, "--name=haggle-" + machine.Value[3..]);
        var gone = await ground.UntilAsync(Mine, machine, "gone", fact => fact.Status == MachineStatus.Gone);
        Assert.Equal((false, true), (gone.Reclaimed, gone.BilledTo >= gone.BilledFrom));
    }

    [Fact]
    public async Task A_machine_that_was_still_waiting_owes_nothing_and_tells_why_it_waits()
    {
        await using var ground = new SlurmGround(cluster.OrSkip()) { Partition = "low", Gpus = 2 };
        await using var boss = await OutrankAsync();
        await cluster.Bed.UntilAsync("the boss runs", async () => await StateAsync(boss.Job) is "RUNNING", Cancellation);
        var machine = Launched(await ground.Open().LaunchAsync(ground.Request(Mine, 0), Cancellation));
        var waiting = await ground.UntilAsync(Mine, machine, "waiting", fact => fact.Queue is { Reason.Length: > 0, Position: > 0 });
        Assert.Equal((MachineStatus.Pending, null), (waiting.Status, waiting.BilledFrom));
        var door = await Assert.ThrowsAsync<ProviderException>(() => KnowingDoorAsync(ground, machine));
        Assert.Contains("waits in the queue", door.Message);
        await ground.Open().TerminateAsync(machine, Cancellation);
        var gone = await ground.UntilAsync(Mine, machine, "gone", fact => fact.Status == MachineStatus.Gone);
        await boss.DisposeAsync();
        Assert.Equal((null, null, false), (gone.BilledFrom, gone.BilledTo, gone.Reclaimed));
    }

    [Fact]
    public async Task A_lost_answer_of_sbatch_makes_no_second_job()
    {
        await using var ground = new SlurmGround(cluster.OrSkip());
        var machine = await ground.RunningAsync(Mine);
        File.Delete(Path.Combine(ground.HomeOf(machine), "job"));
        File.Delete(Path.Combine(ground.HomeOf(machine), "claim"));
        Assert.Equal(machine, Launched(await ground.Open().LaunchAsync(ground.Request(Mine, 0), Cancellation)));
        Assert.Equal(machine, Launched(await ground.OpenSlurm().LaunchAsync(ground.Request(Mine, 0), Cancellation)));
        var jobs = await cluster.Bed.OkAsync("squeue", Cancellation, "-h", "-t", "all", "-n", "haggle-" + machine.Value[3..], "-o", "%A");
        Assert.Single(jobs.Split('\n'));
    }

    private static async Task KnowingDoorAsync(SlurmGround ground, MachineId machine)
    {
        var provider = ground.OpenSlurm();
        await provider.MachinesAsync(Mine, Cancellation).ToArrayAsync(Cancellation);
        await provider.Door.OpenAsync(machine, Cancellation);
    }

    private static MachineId Launched(LaunchOutcome outcome) => Assert.IsType<LaunchOutcome.Launched>(outcome).Machine;

    private async Task<Boss> OutrankAsync() => new(cluster.Bed, await cluster.Bed.OkAsync(
        "sbatch", Cancellation, "--parsable", "-p", "high", "-N", "2", "--gres=gpu:2", "--mem=10", "-J", "boss", "-D", "/tmp", "-o", "/dev/null", "--wrap", "sleep 600"));

    private Task<string> StateAsync(string job) => cluster.Bed.OkAsync("squeue", Cancellation, "-h", "-t", "all", "-j", job.Trim(), "-o", "%T");

    /// <summary>A job that goes first on all nodes, until it is cancelled, whatever becomes of the test.</summary>
    private sealed class Boss(SlurmBed bed, string job) : IAsyncDisposable
    {
        public string Job => job;

        public async ValueTask DisposeAsync() => await bed.RunAsync("scancel", CancellationToken.None, job);
    }
}
