using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Haggle.Wire.Agent;

namespace Haggle.Agent.Tests.Running;

public sealed class TornCheckpointTests
{
    private const int Kills = 8;

    [Fact]
    public async Task Whenever_the_agent_is_killed_the_newest_checkpoint_is_whole()
    {
        var root = Path.Combine(Path.GetTempPath(), "haggle-agent-" + Guid.NewGuid().ToString("n")[..12]);
        var complete = 0;
        for (var epoch = 1; epoch <= Kills; epoch++)
        {
            // Every file of a checkpoint holds the same number: a torn or mixed one would show.
            var script = "n=0; cd $HAGGLE_CHECKPOINT_DIR; while :; do n=$((n+1)); mkdir t; for f in 1 2 3 4 5; do head -c 100000 /dev/zero >t/$f; echo $n >>t/$f; done; "
                + "mv t s$n; echo \"::haggle checkpoint step=$n path=s$n\"; rm -rf s$((n-2)); sleep 0.03; done";
            await using var machine = new TestMachine(epoch, root: root);
            await machine.CallAsync(machine.Order("run", script) with { CheckpointEverySeconds = 0.05 });
            // From the first moment of a save to the middle of the third: each round another one.
            var rounds = epoch % 3;
            await TestMachine.Until(() => Directory.Exists(machine.Store)
                && Directory.GetDirectories(machine.Store, epoch.ToString("D5", CultureInfo.InvariantCulture) + "-*").Length > rounds, "it saves");
            machine.Kill();
            await machine.GoneAsync();
            foreach (var id in machine.Checkpoints())
            {
                var manifest = Manifest(machine.Store, id);
                foreach (var file in manifest.Files) Assert.Equal(file.Sha256, Hash(Path.Combine(machine.Store, id, "files", file.Path)));
                Assert.Single(manifest.Files.Select(f => f.Sha256).Distinct());
                Assert.Equal(5, manifest.Files.Length);
                complete++;
            }
        }

        Directory.Delete(root, recursive: true);
        Assert.True(complete > 0);
    }

    private static CheckpointManifest Manifest(string store, string id) =>
        JsonSerializer.Deserialize(File.ReadAllBytes(Path.Combine(store, id, "manifest.json")), AgentJson.Default.CheckpointManifest)!;

    private static string Hash(string path) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));
}
