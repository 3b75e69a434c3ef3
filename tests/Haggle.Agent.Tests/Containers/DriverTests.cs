using Haggle.Agent.Tests.Running;

namespace Haggle.Agent.Tests.Containers;

/// <summary>A driver and cards that are pretended by a program called nvidia-smi; the engine is real.</summary>
public sealed class DriverTests
{
    [Theory]
    [InlineData("NVIDIA GeForce RTX 3090", "8.6", "470.161.03", "nvidia/cuda:12.8.1-base-ubuntu24.04",
        "image needs CUDA 12.8, driver 470 on HOST allows 11.4: use pytorch/pytorch:1.12.1-cuda11.3-cudnn8-runtime")]
    [InlineData("NVIDIA B200", "10.0", "570.124.06", "pytorch/pytorch:2.4.0-cuda12.4-cudnn9-runtime",
        "image has CUDA 12.4 code for compute capability up to 9.0, B200 has 10.0: use pytorch/pytorch:2.9.1-cuda12.8-cudnn9-runtime or nvidia/cuda:12.8.1-cudnn-devel-ubuntu24.04")]
    [InlineData("NVIDIA A100-SXM4-40GB", "8.0", "535.54.03", "pytorch:cuda12.2", "image_id docker:pytorch:cuda12.2: there is no pytorch image for CUDA 12.2")]
    // The image is here and needs nothing: it is the engine that cannot pass the card on.
    [InlineData("NVIDIA A100-SXM4-40GB", "8.0", "535.54.03", EngineGround.Image, "docker cannot pass this machine's NVIDIA GPUs to a container: install nvidia-container-toolkit")]
    public async Task What_cannot_run_with_driver_and_card_is_said_before_anything_is_pulled_or_started(string card, string capability, string driver, string image, string why)
    {
        var ground = await EngineGround.OfAsync("docker");
        var programs = Directory.CreateTempSubdirectory("haggle-driver-").FullName;
        try
        {
            var smi = Path.Combine(programs, "nvidia-smi");
            File.WriteAllText(smi, $"#!/bin/sh\ncase $1 in *compute_cap*) echo '0, {capability}' ;; *) echo '0, GPU-1234, {card}, {driver}' ;; esac\n");
            File.SetUnixFileMode(smi, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            await using var machine = await ContainerMachine.StartAsync("docker", environment: new Dictionary<string, string> { ["PATH"] = $"{programs}:{Environment.GetEnvironmentVariable("PATH")}" });
            var end = await machine.RunAsync(machine.Order("run", "echo ran").InContainer("docker", c => c with { Image = image, Gpus = 1 }));
            Assert.Equal((126, ""), (end.ExitCode!.Value, machine.Log));
            Assert.Contains(why.Replace("HOST", Environment.MachineName, StringComparison.Ordinal), end.Why, StringComparison.Ordinal);
            Assert.DoesNotContain("haggle-" + machine.Token, await ground.ContainersAsync());
        }
        finally
        {
            Directory.Delete(programs, recursive: true);
        }
    }

    [Fact]
    public async Task A_machine_without_an_engine_says_what_to_install()
    {
        var programs = OnlyShell();
        try
        {
            await using var machine = new TestMachine(environment: new Dictionary<string, string> { ["PATH"] = programs });
            var end = await machine.RunAsync(machine.Order("run", "true").InContainer(""));
            Assert.Equal(126, end.ExitCode);
            Assert.Equal("the task wants a container, and this machine has no engine for it (docker is not installed; podman is not installed). Install docker or podman, and let this user use it", end.Why);
        }
        finally
        {
            Directory.Delete(programs, recursive: true);
        }
    }

    [Fact]
    public async Task An_engine_whose_service_does_not_answer_is_told_with_its_own_words()
    {
        await EngineGround.OfAsync("docker");
        await using var machine = new TestMachine(environment: new Dictionary<string, string> { ["DOCKER_HOST"] = "unix:///nowhere/docker.sock" });
        var end = await machine.RunAsync(machine.Order("run", "true").InContainer("docker"));
        Assert.StartsWith("the task wants a container, and this machine has no engine for it (docker cannot be used: ", end.Why, StringComparison.Ordinal);
        Assert.Contains("/nowhere/docker.sock", end.Why, StringComparison.Ordinal);
    }

    // What an agent needs besides engines.
    private static string OnlyShell()
    {
        var folder = Directory.CreateTempSubdirectory("haggle-path-").FullName;
        foreach (var program in (string[])["sh", "bash", "setsid", "grep", "date", "mv", "rm"])
            if (Haggle.Agent.Containers.EngineSearch.Find(program) is { } path) File.CreateSymbolicLink(Path.Combine(folder, program), path);
        return folder;
    }
}
