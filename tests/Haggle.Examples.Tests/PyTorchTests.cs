using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Haggle.Examples.Tests;

public sealed class PyTorchTests
{
    private const int Terminate = 15;
    private const int Kill = 9;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Two_reclaims_change_no_bit_of_the_weights(int nodes)
    {
        Assert.SkipUnless(await HasTorchAsync(), "needs python3-torch (apt-get install python3-torch)");
        using var scratch = new Scratch();
        var expected = await TrainToTheEndAsync(nodes, scratch.Path("undisturbed"));

        // The notice reaches one node only: all must leave at the same step, and none may hang.
        var noticed = await InterruptAsync(nodes, scratch.Path("reclaimed"), epoch: 1, step: 15, Terminate, onlyLast: true);
        Assert.All(noticed, code => Assert.Equal(128 + Terminate, code));
        var killed = await InterruptAsync(nodes, scratch.Path("reclaimed"), epoch: 2, step: 30, Kill, onlyLast: false);
        Assert.All(killed, code => Assert.Equal(128 + Kill, code));

        Assert.Equal(expected, await TrainToTheEndAsync(nodes, scratch.Path("reclaimed"), epoch: 3));
        Assert.Contains("parameters sha256 ", expected);
    }

    private static async Task<string> TrainToTheEndAsync(int nodes, string checkpoints, int epoch = 1)
    {
        var gang = Start(nodes, checkpoints, epoch);
        try
        {
            var result = await gang[0].ResultAsync();
            foreach (var node in gang) Assert.Equal(0, (await node.EndAsync()).Code);
            Assert.Equal(epoch > 1, gang[0].Output.Any(line => line.StartsWith("train.py: continuing at step", StringComparison.Ordinal)));
            return result;
        }
        finally
        {
            foreach (var node in gang) node.Dispose();
        }
    }

    private static async Task<IReadOnlyList<int>> InterruptAsync(int nodes, string checkpoints, int epoch, int step, int signal, bool onlyLast)
    {
        var gang = Start(nodes, checkpoints, epoch);
        try
        {
            await gang[0].ReachAsync(step);
            foreach (var node in onlyLast ? gang[^1..] : gang) node.Signal(signal);
            var codes = new List<int>();
            foreach (var node in gang) codes.Add((await node.EndAsync()).Code);
            return codes;
        }
        finally
        {
            foreach (var node in gang) node.Dispose();
        }
    }

    private static Training[] Start(int nodes, string checkpoints, int epoch)
    {
        var addresses = string.Join('\n', Enumerable.Range(2, nodes).Select(i => $"127.0.0.{i}"));
        var port = FreePort();
        return
        [
            .. Enumerable.Range(0, nodes).Select(rank => Training.Start(
                Repository.Path("examples", "pytorch-ddp"),
                "/bin/sh",
                ["run.sh", "--epochs", "2", "--checkpoint-every", "10", "--report-every", "5"],
                ("HAGGLE_RUN_ID", "test"),
                ("HAGGLE_EPOCH", epoch.ToString(CultureInfo.InvariantCulture)),
                ("HAGGLE_CHECKPOINT_DIR", rank == 0 ? checkpoints : checkpoints + "-of-another-disk"),
                ("HAGGLE_NODE_RANK", rank.ToString(CultureInfo.InvariantCulture)),
                ("HAGGLE_NUM_NODES", nodes.ToString(CultureInfo.InvariantCulture)),
                ("HAGGLE_NODE_IPS", addresses),
                ("HAGGLE_PYTHON", "/usr/bin/python3"),
                ("MASTER_PORT", port),
                ("PYTHONDONTWRITEBYTECODE", "1"))),
        ];
    }

    private static string FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
    }

    private static async Task<bool> HasTorchAsync()
    {
        if (!File.Exists("/usr/bin/python3")) return false;
        var look = new ProcessStartInfo("/usr/bin/python3", ["-c", "import importlib.util as u, sys; sys.exit(u.find_spec('torch') is None)"])
        {
            RedirectStandardError = true,
        };
        using var python = Process.Start(look);
        if (python is null) return false;
        await python.WaitForExitAsync();
        return python.ExitCode == 0;
    }
}
