using Haggle.Testbed.Slurm;

namespace Haggle.EndToEnd.Tests.Slurm;

/// <summary>A cluster for a class of tests, where there can be one, and what they do with it.</summary>
public sealed class SlurmLab : IAsyncLifetime
{
    private SlurmBed? _bed;

    /// <summary>The cluster; skips the test, and says why, where there can be none.</summary>
    public SlurmBed Bed
    {
        get
        {
            if (SlurmBed.Lacks() is { } lacks) Assert.Skip(lacks);
            return _bed ?? throw new InvalidOperationException("there is no cluster");
        }
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        if (SlurmBed.Lacks() is null) _bed = await SlurmBed.StartAsync(CancellationToken.None, ("KILL_WAIT", "5"), ("GRACE", "10"));
    }

    public async ValueTask DisposeAsync()
    {
        if (_bed is not null) await _bed.DisposeAsync();
    }

    /// <summary>A state folder that knows the cluster, under a shared folder of its own.</summary>
    internal Home Home(string name)
    {
        var home = new Home();
        home.Configure($$"""
            slurm:
              clusters:
                tb:
                  shared: {{Path.Combine(Bed.Shared, name)}}
                  conf: {{Bed.Conf}}
                  partitions:
                    low:
                      price: {gpu: 0.50/h, cpu: 0.01/h}
                    high:
                      price: {gpu: 2/h}
            """);
        return home;
    }

    /// <summary>Somebody who goes first wants all GPUs; everything of "low" is taken back. The job that does it.</summary>
    internal Task<string> OutrankAsync() => Bed.OkAsync("sbatch", Cancellation, "--parsable", "-p", "high", "-N", "2", "--gres=gpu:2", "--mem=10", "-J", "boss", "-D", "/tmp", "-o", "/dev/null", "--wrap", "sleep 600");

    internal Task CancelAsync(string job) => Bed.OkAsync("scancel", Cancellation, job);

    /// <summary>The names of all jobs that are not over.</summary>
    internal async Task<string[]> LiveJobsAsync() =>
        (await Bed.OkAsync("squeue", Cancellation, "-h", "-o", "%j")).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Checks that no job, no process and no file of a machine but its record is left.</summary>
    internal async Task LeavesNothingAsync(Home home, string name)
    {
        Assert.DoesNotContain(await LiveJobsAsync(), job => job.StartsWith("haggle-", StringComparison.Ordinal));
        var machines = Path.Combine(Bed.Shared, name, "machines");
        foreach (var machine in Directory.GetDirectories(machines))
        {
            Assert.True(File.Exists(Path.Combine(machine, "gone.json")), machine + " is left over");
            Assert.Empty(Directory.GetDirectories(machine));
            Assert.DoesNotContain(Directory.GetFiles(machine), file => Path.GetFileName(file) is "agent.json" or "task.log" or "order.json");
        }

        var marks = Directory.GetDirectories(machines).Select(machine => $"HAGGLE_MACHINE={Path.GetFileName(machine)}\n").ToArray();
        await Wait.UntilAsync("no process of a machine lives", () => !Processes.All().Any(process => marks.Any(mark => process.Environment.Contains(mark, StringComparison.Ordinal))));
        await home.LeavesNothingAsync();
    }
}
