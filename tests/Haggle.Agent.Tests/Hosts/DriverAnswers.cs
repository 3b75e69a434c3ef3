using System.Globalization;
using Haggle.Agent.Hosts;
using Haggle.Wire.Hosts;

namespace Haggle.Agent.Tests.Hosts;

public sealed class DriverAnswers
{
    private static readonly ILookup<string, GpuProcessMessage> NobodyUses = Array.Empty<GpuProcessMessage>().ToLookup(_ => "");

    [Theory]
    [InlineData("nvidia-550-two-a100.xml", "550.54.15", "12.4", "0 NVIDIA A100-SXM4-80GB 81920/71234 MiB 97 % 61 C 389.12 W [4021 python 71220]|1 NVIDIA A100-SXM4-80GB 81920/4 MiB 0 % 31 C 55.62 W")]
    [InlineData("nvidia-470-desktop.xml", "470.256.02", "11.4", "0 NVIDIA GeForce RTX 3090 24268/612 MiB 3 % 44 C 38.51 W")]
    [InlineData("nvidia-390-kepler.xml", "390.157", "", "0 Tesla K40c 11441/0 MiB  % 39 C  W !its compute mode is Prohibited (nvidia-smi -c 0 changes that)")]
    [InlineData("nvidia-580-unified.xml", "580.95.05", "13.0", "0 NVIDIA GB10 0/ MiB 0 % 41 C 4.15 W [3100 python3 ]")]
    public void Every_generation_of_drivers_is_understood(string file, string version, string cuda, string cards)
    {
        var told = NvidiaAnswer.Read(Output(file), "", "");
        Assert.Equal((version, cuda), (told.All[0].Version, told.All[0].CudaMax));
        Assert.Equal(cards, string.Join('|', told.Gpus.Select(Words)));
    }

    [Fact]
    public void The_parts_of_a_divided_card_are_accelerators_of_their_own_and_a_card_without_parts_is_none()
    {
        var told = NvidiaAnswer.Read(Output("nvidia-535-mig.xml"), Output("nvidia-smi-L-mig.txt"), "");
        Assert.Equal(
            [
                "0 NVIDIA A100-SXM4-40GB MIG 3g.20gb 19968/1530 MiB  % 33 C 61.2 W [777 python3 1520]",
                "0 NVIDIA A100-SXM4-40GB MIG 1g.5gb 4864/3 MiB  % 33 C 61.2 W",
                "1 NVIDIA A100-SXM4-40GB 40960/0 MiB  % 30 C 48 W !it is to be divided (MIG), but no part of it has been made",
            ],
            told.Gpus.Select(Words));
        Assert.Equal(["MIG-c6d4f1ef-42e4-5de3-91c7-45d71c87eb3f", "MIG-cba663e8-9bed-5b25-b243-5985ef7c9beb", "GPU-77ea3855-276c-c9cb-b366-c6fa65595700"], told.Gpus.Select(gpu => gpu.Id));
    }

    [Fact]
    public void The_names_of_parts_in_the_older_spelling_are_read_too()
    {
        var names = MigNames.Read("GPU 0: A100-SXM4-40GB (UUID: GPU-b8ea)\n  MIG 3g.20gb Device 0: (UUID: MIG-GPU-b8ea3855-276c-c9cb-b366-c6fa655957c5/1/0)\n");
        Assert.Equal([new MigName(0, "3g.20gb", "MIG-GPU-b8ea3855-276c-c9cb-b366-c6fa655957c5/1/0")], names[0]);
    }

    [Fact]
    public void Compute_capabilities_are_taken_where_the_driver_knows_them()
    {
        var told = NvidiaAnswer.Read(Output("nvidia-550-two-a100.xml"), "", "GPU-5d5ba0d6-d33d-2b2c-524d-9e3d8d2b8a77, 8.0\nGPU-0c1d8f04-6c1a-98f5-2b8e-3f44ab9c6ad3, [N/A]\n");
        Assert.Equal(["8.0", ""], told.Gpus.Select(gpu => gpu.Capability));
    }

    [Theory]
    [InlineData("rocm-smi-mi250x.json", "5.18.13", "0 AMD Instinct MI250X 65520/1024 MiB 88 % 41 C 92 W [4321 python3 1013]|1 AMD Instinct MI250X 65520/10 MiB 0 % 38 C  W", "GPU-dae0a2b8e8a1c5d4")]
    [InlineData("rocm-smi-6-mi300x.json", "6.8.5", "0 AMD Instinct MI300X 196592/283 MiB 0 % 39 C 137 W", "GPU-6e4a5c1a0a7d3f21")]
    public void AMD_cards_are_understood(string file, string version, string cards, string uuid)
    {
        var uses = new[] { ("dae0a2b8e8a1c5d4", new GpuProcessMessage { Process = 4321, UsedMib = 1013 }) }.ToLookup(each => each.Item1, each => each.Item2);
        var text = Output(file);
        var told = RocmAnswer.Read(text[text.IndexOf('{', StringComparison.Ordinal)..], uses);
        Assert.Equal(version, told.All[0].Version);
        Assert.Equal(cards, string.Join('|', told.Gpus.Select(Words)));
        Assert.Equal(uuid, told.Gpus[0].Uuid);
    }

    [Fact]
    public void The_kernel_says_which_program_is_on_which_AMD_card()
    {
        var root = Directory.CreateTempSubdirectory("haggle-kfd-").FullName;
        Write(root, "topology/nodes/0/gpu_id", "0\n");
        Write(root, "topology/nodes/0/properties", "cpu_cores_count 64\nunique_id 0\n");
        Write(root, "topology/nodes/1/gpu_id", "28851\n");
        Write(root, "topology/nodes/1/properties", "simd_count 1216\nunique_id 7947048011246124833\n");
        Write(root, "proc/4321/vram_28851", "1073741824\n");
        Write(root, "proc/4322/vram_28851", "0\n");
        var uses = KfdUse.Read(root);
        Directory.Delete(root, recursive: true);
        Assert.Equal([new GpuProcessMessage { Process = 4321, UsedMib = 1024 }], uses[7947048011246124833ul.ToString("x", CultureInfo.InvariantCulture)]);
        Assert.Empty(NobodyUses);
    }

    internal static string Output(string file) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Outputs", file));

    private static void Write(string root, string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(root, name))!);
        File.WriteAllText(Path.Combine(root, name), text);
    }

    private static string Words(GpuMessage gpu)
    {
        var line = FormattableString.Invariant($"{gpu.Index} {gpu.Name} {gpu.MemoryMib}/{gpu.UsedMib} MiB {gpu.UtilisationPercent} % {gpu.TemperatureCelsius} C {gpu.PowerWatts} W");
        var programs = string.Concat(gpu.Processes.Select(each => FormattableString.Invariant($" [{each.Process} {each.Name} {each.UsedMib}]")));
        return line + programs + (gpu.Problem.Length > 0 ? " !" + gpu.Problem : "");
    }
}
