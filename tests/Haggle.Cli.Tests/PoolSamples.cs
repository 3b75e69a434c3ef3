using Haggle.Wire.Hosts;
using Haggle.Wire.Rest;

namespace Haggle.Cli.Tests;

/// <summary>A pool with everything in it that a pool can have.</summary>
internal static class PoolSamples
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    public static PoolMessage Pool { get; } = new()
    {
        Now = Noon,
        File = "/home/ml/.haggle/machines.yaml",
        Machines =
        [
            new PoolMachineMessage
            {
                Name = "gpu1.lab", Host = "gpu1.lab", User = "ml", Port = 2222, Jump = "gate.lab", Fingerprints = ["SHA256:Jb3Dqp1tT6KqS6nX5Vd0d4o0QzvGm6ymXQpC4m0A6xE"],
                PriceNanoUsdPerHour = 1_234_567_890, PriceFrom = "haggle own box.yaml, 2026-11-21: $11,712.20 in 36 months of 60 h a week",
                Facts = Facts("gpu1", 64, 515_000, 402_000) with
                {
                    Drivers = [new GpuDriverMessage { Maker = "NVIDIA", Version = "550.54.15", CudaMax = "12.4" }],
                    Engines = [new ContainerEngineMessage { Name = "docker", Version = "26.1.4", Nvidia = "toolkit" }, new ContainerEngineMessage { Name = "podman", Problem = "it does not answer" }],
                    Gpus =
                    [
                        Card(0) with { UsedMib = 72_941, UtilisationPercent = 97, TemperatureCelsius = 61, PowerWatts = 389 },
                        Card(1) with { UsedMib = 4_100, UtilisationPercent = 12, TemperatureCelsius = 40, PowerWatts = 92 },
                        Card(2) with { UsedMib = 20_480, UtilisationPercent = 55, TemperatureCelsius = 47, PowerWatts = 210, Processes = [new GpuProcessMessage { Process = 4021, Name = "python", User = "bob" }] },
                        Card(3) with { UsedMib = 4, UtilisationPercent = 0, TemperatureCelsius = 31, PowerWatts = 56 },
                    ],
                    Allotments = [Given("12", "ml", 0, 1000), Given("14", "alice", 1, 250), Given("15", "ml", 1, 250)],
                },
            },
            new PoolMachineMessage
            {
                Name = "box", Host = "192.168.1.7", Draining = true,
                Facts = Facts("box", 16, 64_000, 50_000) with
                {
                    Drivers = [new GpuDriverMessage { Maker = "NVIDIA", Problem = "NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver." }],
                    Notes = ["NVIDIA: NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver."],
                },
            },
            new PoolMachineMessage
            {
                Name = "cpu1", Host = "cpu1",
                Facts = Facts("cpu1", 32, 128_000, 100_000) with { Load = 9.6, Allotments = [new AllotmentMessage { Token = "t9", Owner = "o", User = "ml", Run = "19", Vcpus = 8, MemoryMib = 16_384 }] },
            },
            new PoolMachineMessage { Name = "old", Host = "old.lab", Problem = "old is not reached: ssh: connect to host old.lab port 22: No route to host" },
        ],
    };

    private static HostFactsMessage Facts(string host, int cpus, long memory, long free) => new()
    {
        Agent = "0.1.0",
        Host = host,
        Architecture = "x86_64",
        System = "Ubuntu 22.04.4 LTS",
        Kernel = "5.15.0-107-generic",
        Boot = "b",
        At = Noon,
        User = "ml",
        Vcpus = cpus,
        Load = 3.1,
        MemoryMib = memory,
        MemoryFreeMib = free,
        DiskMib = 1_900_000,
        DiskFreeMib = 812_000,
    };

    private static GpuMessage Card(int index) => new() { Index = index, Id = $"GPU-{index}", Uuid = $"GPU-{index}", Name = "NVIDIA A100-SXM4-80GB", Maker = "NVIDIA", Capability = "8.0", MemoryMib = 81_920 };

    private static AllotmentMessage Given(string run, string user, int card, int thousandths) => new()
    {
        Token = "t" + run,
        Owner = "o",
        User = user,
        Run = run,
        Gpus = [new AllottedGpuMessage { Id = $"GPU-{card}", Index = card, Maker = "NVIDIA", Thousandths = thousandths }],
    };
}
