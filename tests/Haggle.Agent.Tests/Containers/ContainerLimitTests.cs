using Haggle.Agent.Tests.Running;
using Haggle.Wire.Agent;

namespace Haggle.Agent.Tests.Containers;

public sealed class ContainerLimitTests
{
    [Theory]
    [InlineData("docker")]
    [InlineData("podman")]
    public async Task A_program_over_its_memory_is_told_to_be_out_of_memory(string engine)
    {
        await using var machine = await ContainerMachine.StartAsync(engine);
        // The last command is a child, so that the shell lives to tell the code.
        var order = machine.Order("run", "dd if=/dev/zero of=/dev/null bs=200M count=1\ncode=$?\nexit $code").InContainer(engine, c => c with { MemoryMib = 64 });
        var end = await machine.RunAsync(order);
        Assert.Equal(137, end.ExitCode);
        Assert.Equal("the program was ended by signal 9: out of memory: the system killed a process of it because the container reached its limit of 67.1 MB", end.Why);
        Assert.Empty(end.Notes);
    }

    [Theory]
    [InlineData("docker")]
    [InlineData("podman")]
    public async Task Processes_shared_memory_cpus_and_network_are_limited_as_asked(string engine)
    {
        await using var machine = await ContainerMachine.StartAsync(engine);
        var run = """
            df -k /dev/shm | tail -n 1 | tr -s ' ' | cut -d ' ' -f 2
            cat /sys/fs/cgroup/pids/pids.max 2>/dev/null || cat /sys/fs/cgroup/pids.max
            ls /sys/class/net
            i=0; while [ $i -lt 60 ]; do sleep 5 & i=$((i+1)); done 2>/dev/null; echo all; exit 0
            """;
        var end = await machine.RunAsync(machine.Order("run", run).InContainer(engine, c => c with { ShmMib = 96, Pids = 40, Cpus = 0.5, Network = "none", RunOptions = ["--hostname", "inside"] }));
        var lines = machine.Log.Split('\n');
        Assert.Equal(("98304", "40", "lo"), (lines[0], lines[1], lines[2]));
        // A shell that cannot fork gives up: the limit is real.
        Assert.NotEqual(0, end.ExitCode);
        Assert.DoesNotContain("all", lines);
    }

    [Theory]
    [InlineData("docker")]
    [InlineData("podman")]
    public async Task Files_outside_the_working_folder_and_a_checkpoint_are_found_inside(string engine)
    {
        var root = Directory.CreateTempSubdirectory("haggle-container-mounts-").FullName;
        try
        {
            string[] mounts = ["/data/train", "~/models/m.bin"];
            var (hash, bundle) = await Tar.OfAsync((MountPlace.Stored(mounts[0]) + "/a.txt", "first"), (MountPlace.Stored(mounts[1]), "weights"), ("in-work.txt", "here"));
            CheckpointMessage saved;
            await using (var first = await ContainerMachine.StartAsync(engine, root))
            {
                File.WriteAllBytes(first.In($"bundle-{hash}.tar"), bundle);
                var order = first.Order("run", "cat /data/train/a.txt ~/models/m.bin in-work.txt; echo; echo 5 >$HAGGLE_CHECKPOINT_DIR/step").InContainer(engine) with { Bundle = hash, Mounts = mounts };
                var end = await first.RunAsync(order);
                Assert.Equal((0, "firstweightshere\n"), (end.ExitCode!.Value, first.Log));
                saved = end.Checkpoints[^1];
            }

            await using var second = await ContainerMachine.StartAsync(engine, root);
            var again = await second.RunAsync(second.Order("run", "cat $HAGGLE_CHECKPOINT_DIR/step; echo $HAGGLE_RESUME").InContainer(engine) with { RestoreFrom = [saved] });
            Assert.Equal((0, "5\n1\n", saved.Id), (again.ExitCode!.Value, second.Log, again.RestoredFrom));
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }
}
