using Haggle.Testbed;

namespace Haggle.EndToEnd.Tests;

/// <summary>
/// A real training in PyTorch on machines of one's own, taken away twice. Each takes some minutes, so they run only when asked for:
/// HAGGLE_EXPLICIT=1 ./test EndToEnd.
/// </summary>
public sealed class OwnMachinesPyTorchTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Explicit = true)]
    public async Task A_training_on_an_ssh_machine_that_restarts_and_whose_agent_dies_ends_with_the_same_weights()
    {
        await Digits.NeedsTorchAsync();
        if (SshSite.Obstacle() is { Length: > 0 } obstacle) Assert.Skip(obstacle);
        await using var site = await SshSite.MakeAsync(Cancellation);
        var computer = await site.AddAsync("gpu1", new SshComputerOptions(), Cancellation);
        await using var home = new Home();
        home.Configure("");
        File.WriteAllText(Path.Combine(home.Folder, "machines.yaml"), $"machines: {{gpu1: {{host: {computer.Address}, user: root, identity: {site.Folder}/key}}}}\n");
        var task = Digits.LongTask(home, "infra: ssh/gpu1");

        await Digits.SameWeightsAsync(home, task, "machine-died", loss => loss == 1
            ? computer.RebootAsync(Cancellation)
            : computer.InsideAsync("pkill -9 -x haggle-agent", Cancellation));
        await home.LeavesNothingAsync();
        Assert.Equal("", (await computer.InsideAsync("pgrep -x haggle-agent; pgrep -f '[t]rain.py'; ls -d ~/.haggle-agent/machines/*/work 2>/dev/null; :", Cancellation)).Trim());
    }

    [Fact(Explicit = true)]
    public async Task A_training_in_a_container_that_is_reclaimed_twice_ends_with_the_same_weights()
    {
        await Digits.NeedsTorchAsync();
        if (PodmanSite.Obstacle() is { Length: > 0 } obstacle) Assert.Skip(obstacle);
        await using var podman = await PodmanSite.MakeAsync(Cancellation);
        await using var home = new Home();
        foreach (var (name, value) in podman.Environment) home.With(name, value);
        var task = Digits.LongTask(home, $"image_id: docker:{PodmanSite.Image}", $"config: {{docker: {{engine: podman, run_options: [{string.Join(", ", PodmanSite.Options)}]}}}}\n");

        var log = await Digits.SameWeightsAsync(home, task, "reclaimed", _ => home.OkAsync("reclaim", "2", "--notice", "10s"));
        Assert.Equal(3, log.Split(PodmanSite.Mark).Length - 1);
        await home.LeavesNothingAsync();
        Assert.Equal("", await podman.ContainersAsync());
    }
}
