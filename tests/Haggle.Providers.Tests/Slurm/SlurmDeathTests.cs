using System.Diagnostics;
using Haggle.Core.Runs;
using Haggle.Engine.Ports;
using Haggle.Machines;
using Haggle.Testbed.Slurm;

namespace Haggle.Providers.Tests.Slurm;

/// <summary>Daemons that die and jobs whose time is over, on clusters that nobody else waits for.</summary>
public sealed class SlurmDeathTests
{
    private static readonly OwnerId Mine = new("mine1234");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_node_that_dies_takes_its_machine_with_it_and_a_controller_that_dies_takes_none()
    {
        if (SlurmBed.Lacks() is { } lacks) Assert.Skip(lacks);
        await using var bed = StartedByAThreadThatEnds();
        await using var ground = new SlurmGround(bed);
        var machine = await ground.RunningAsync(Mine);
        var before = Assert.Single(await ground.ListAsync(Mine));

        await bed.SavedAsync(Cancellation);
        await bed.StopAsync("ctl", Cancellation);
        await Assert.ThrowsAsync<ProviderException>(() => ground.ListAsync(Mine));
        await bed.StartAsync("ctl", Cancellation);
        Assert.Equal(before, Assert.Single(await AnsweredAsync(ground)), SlurmGround.AreEqual);

        // Slurm takes a node for dead that was silent for SlurmdTimeout. Whoever watches the racks says it sooner.
        var node = (await File.ReadAllTextAsync(Path.Combine(ground.HomeOf(machine), "node"), Cancellation)).Trim();
        await bed.StopAsync(node, Cancellation);
        EndProcesses(machine);
        await bed.OkAsync("scontrol", Cancellation, "update", "NodeName=" + node, "State=DOWN", "Reason=dead");
        var gone = await ground.UntilAsync(Mine, machine, "gone", fact => fact.Status == MachineStatus.Gone);
        Assert.Equal((false, before.BilledFrom), (gone.Reclaimed, gone.BilledFrom));
        await bed.StartAsync(node, Cancellation);
    }

    [Fact]
    public async Task A_job_whose_time_is_over_was_taken_back()
    {
        // Slurm looks every half minute whose time is over, which is how long this takes.
        if (SlurmBed.Lacks() is { } lacks) Assert.Skip(lacks);
        await using var bed = await SlurmBed.StartAsync(Cancellation, ("KILL_WAIT", "3"));
        await using var ground = new SlurmGround(bed) { Partition = "low", Gpus = 0 };
        var machine = Assert.IsType<LaunchOutcome.Launched>(await ground.Open().LaunchAsync(ground.Request(Mine, 0) with { Lasting = TimeSpan.FromHours(2) }, Cancellation)).Machine;
        var running = await ground.UntilAsync(Mine, machine, "running", fact => fact.Status == MachineStatus.Running);
        var job = (await File.ReadAllTextAsync(Path.Combine(ground.HomeOf(machine), "job"), Cancellation)).Trim();
        Assert.Equal("2:20:00", await bed.OkAsync("squeue", Cancellation, "-h", "-j", job, "-o", "%l"));
        await bed.OkAsync("scontrol", Cancellation, "update", "JobId=" + job, "EndTime=now");
        var gone = await ground.UntilAsync(Mine, machine, "gone", fact => fact.Status == MachineStatus.Gone);
        Assert.Equal((true, running.BilledFrom), (gone.Reclaimed, gone.BilledFrom));
        Assert.Equal("TIMEOUT", await bed.OkAsync("squeue", Cancellation, "-h", "-t", "all", "-j", job, "-o", "%T"));
    }

    // The threads of a pool come and go, and a cluster must not go with the one that happened to start it.
    private static SlurmBed StartedByAThreadThatEnds()
    {
        SlurmBed? bed = null;
        Exception? fault = null;
        var thread = new Thread(() =>
        {
            try
            {
                bed = SlurmBed.StartAsync(Cancellation, ("KILL_WAIT", "3")).GetAwaiter().GetResult();
            }
            catch (InvalidOperationException why)
            {
                fault = why;
            }
        });
        thread.Start();
        thread.Join();
        return bed ?? throw new InvalidOperationException("there is no cluster", fault);
    }

    private static void EndProcesses(MachineId machine)
    {
        foreach (var process in MarkedProcesses.Scan([]).Of(machine.Value[3..]))
        {
            try
            {
                Process.GetProcessById(process.Id).Kill();
            }
            catch (ArgumentException)
            {
                // It ended by itself.
            }
        }
    }

    // The first answers after a start may still be refusals.
    private static async Task<IReadOnlyList<MachineFact>> AnsweredAsync(SlurmGround ground)
    {
        for (var i = 0; ; i++)
        {
            try
            {
                return await ground.ListAsync(Mine);
            }
            catch (ProviderException) when (i < ground.PausesMax)
            {
                await ground.PauseAsync(Cancellation);
            }
        }
    }
}
