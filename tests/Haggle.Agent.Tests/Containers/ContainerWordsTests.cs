using Haggle.Agent.Containers;
using Haggle.Agent.Programs;
using Haggle.Wire.Agent;

namespace Haggle.Agent.Tests.Containers;

public sealed class ContainerWordsTests
{
    private static readonly ContainerEngine Docker = new() { Name = "docker", Program = "/usr/bin/docker" };
    private static readonly ContainerEngine Podman = new() { Name = "podman", Program = "/usr/bin/podman" };
    private static readonly HostGpu First = new("NVIDIA", 0, "GPU-1111", "", "NVIDIA A100-SXM4-40GB", "535.54.03", "8.0");
    private static readonly HostGpu Third = First with { Index = 2, Uuid = "GPU-3333" };
    private static readonly HostGpu Radeon = new("AMD", 1, "GPU-00ff", "/dev/dri/renderD129", "", "", "");

    [Theory]
    [InlineData("docker-plain")]
    [InlineData("docker-limits-user-gpus")]
    [InlineData("docker-rootless")]
    [InlineData("podman-rootless-amd")]
    [InlineData("podman-root-inside")]
    public void Command_lines_are_as_approved(string name)
    {
        var plan = name switch
        {
            "docker-plain" => Plan(Docker, 0),
            "docker-limits-user-gpus" => Plan(Docker, 1000) with
            {
                Wish = Wish with { MemoryMib = 4096, Cpus = 2.5, Pids = 100, ShmMib = 1024, Network = "none", RunOptions = ["--ulimit", "memlock=-1"] },
                Gpu = [.. GpuWords.Of([First, Third], Docker, hasToolkit: true, cdi: [])],
            },
            "docker-rootless" => Plan(Docker with { Rootless = true }, 1000) with { Bounds = new Bounds(2L << 30, "0-1", 16L << 30) },
            "podman-rootless-amd" => Plan(Podman with { Rootless = true, Limits = new HashSet<string> { "memory", "pids" } }, 1000) with
            {
                Gpu = [.. GpuWords.Of([Radeon], Podman, hasToolkit: false, cdi: [])],
                DeviceGroups = ["44", "109"],
                Labels = true,
            },
            _ => Plan(Podman with { Rootless = true }, 1000) with { Wish = Wish with { Root = true, Cpus = 1 }, Init = false },
        };
        Haggle.Snapshots.Snapshot.Matches($"run-{name}", string.Join('\n', ContainerWords.Run(plan)) + "\n");
    }

    [Fact]
    public void Root_inside_by_a_service_of_root_is_refused_for_a_user()
    {
        var fault = Assert.Throws<TaskFault>(() => ContainerWords.Run(Plan(Docker, 1000) with { Wish = Wish with { Root = true } }));
        Assert.StartsWith("config.docker.root: with docker as a service of root, files of the run would belong to root", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("docker", true, "", "--gpus|\"device=GPU-1111,GPU-3333\",\"capabilities=compute,utility\"")]
    [InlineData("docker", true, "0 2 all", "--gpus|\"device=GPU-1111,GPU-3333\",\"capabilities=compute,utility\"")]
    [InlineData("docker", false, "0 2 all", "--device|nvidia.com/gpu=0|--device|nvidia.com/gpu=2")]
    [InlineData("podman", true, "GPU-1111 GPU-3333 0 1 2", "--device|nvidia.com/gpu=GPU-1111|--device|nvidia.com/gpu=GPU-3333")]
    [InlineData("podman", true, "", "-e|NVIDIA_VISIBLE_DEVICES=GPU-1111,GPU-3333|-e|NVIDIA_DRIVER_CAPABILITIES=compute,utility")]
    [InlineData("docker", false, "", "docker cannot pass this machine's NVIDIA GPUs to a container: install nvidia-container-toolkit, then: sudo nvidia-ctk runtime configure --runtime=docker, and restart docker")]
    [InlineData("podman", false, "", "podman cannot pass this machine's NVIDIA GPUs to a container: install nvidia-container-toolkit, then: sudo nvidia-ctk cdi generate --output=/etc/cdi/nvidia.yaml")]
    [InlineData("podman", false, "0 1", "the CDI specification of this machine does not name GPU GPU-3333; make it anew: sudo nvidia-ctk cdi generate --output=/etc/cdi/nvidia.yaml")]
    public void Nvidia_cards_are_passed_by_the_toolkit_or_by_cdi(string engine, bool toolkit, string cdi, string words)
    {
        string said;
        try
        {
            said = string.Join('|', GpuWords.Of([First, Third], engine == "docker" ? Docker : Podman, toolkit, cdi.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
        }
        catch (TaskFault fault)
        {
            said = fault.Message;
        }

        Assert.Equal(words, said);
    }

    [Theory]
    [InlineData(0, "", "")]
    [InlineData(4, "", "0 1 2 3")]
    [InlineData(1, "CUDA_VISIBLE_DEVICES=2", "2")]
    [InlineData(2, "CUDA_VISIBLE_DEVICES=GPU-3,GPU-0aa", "3 0")]
    [InlineData(2, "NVIDIA_VISIBLE_DEVICES=1,3", "1 3")]
    [InlineData(2, "NVIDIA_VISIBLE_DEVICES=all", "0 1 2 3")]
    [InlineData(1, "CUDA_VISIBLE_DEVICES=", "")]
    [InlineData(1, "CUDA_VISIBLE_DEVICES=MIG-77", "-1")]
    [InlineData(1, "CUDA_VISIBLE_DEVICES=9", "")]
    [InlineData(1, "HIP_VISIBLE_DEVICES=1", "0 1 2 3")]
    public void The_allotted_cards_are_those_that_the_variables_name(int count, string variable, string chosen)
    {
        HostGpu[] all = [.. ((string[])["GPU-0aaaa", "GPU-1bbbb", "GPU-2cccc", "GPU-3dddd"]).Select((uuid, i) => First with { Index = i, Uuid = uuid })];
        var pair = variable.Split('=');
        Assert.Equal(chosen, string.Join(' ', GpuChoice.Choose(all, count, name => name == pair[0] ? pair[1] : null).Select(gpu => gpu.Index)));
    }

    [Fact]
    public void Amd_cards_are_found_by_the_kernels_list_with_their_device_files()
    {
        var root = Directory.CreateTempSubdirectory("haggle-devices-").FullName;
        try
        {
            Write("dev/kfd", "");
            Write("dev/dri/renderD128", "");
            Write("dev/dri/renderD130", "");
            Write("sys/class/kfd/kfd/topology/nodes/0/properties", "cpu_cores_count 64\ndrm_render_minor 0\n");
            Write("sys/class/kfd/kfd/topology/nodes/1/properties", "simd_count 440\ndrm_render_minor 128\nunique_id 255\n");
            Write("sys/class/kfd/kfd/topology/nodes/10/properties", "simd_count 440\ndrm_render_minor 130\nunique_id 0\n");
            Write("sys/class/kfd/kfd/topology/nodes/2/properties", "simd_count 440\ndrm_render_minor 129\n");
            var gpus = new HostGpus(TimeProvider.System, root).Amd();
            Assert.Equal(["0 GPU-00000000000000ff /dev/dri/renderD128", "1  /dev/dri/renderD130"], gpus.Select(gpu => $"{gpu.Index} {gpu.Uuid} {gpu.Device}"));
            Assert.Equal("--device|/dev/kfd|--device|/dev/dri/renderD130|--security-opt|seccomp=unconfined", string.Join('|', GpuWords.Of([gpus[1]], Docker, false, [])));
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }

        void Write(string path, string text)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(root, path))!);
            File.WriteAllText(Path.Combine(root, path), text);
        }
    }

    [Fact]
    public void The_driver_answers_with_and_without_compute_capabilities()
    {
        const string Cards = "0, GPU-1, NVIDIA A100-SXM4-40GB, 535.54.03\n1, GPU-2, Tesla K80, 470.161.03\n";
        Assert.Equal(["NVIDIA A100-SXM4-40GB/535.54.03/8.0", "Tesla K80/470.161.03/"], HostGpus.Nvidia(Cards, "0, 8.0\n1, [N/A]\n").Select(gpu => $"{gpu.Model}/{gpu.Driver}/{gpu.Capability}"));
        Assert.Equal(2, HostGpus.Nvidia(Cards, "").Count());
    }

    [Theory]
    [InlineData("cdiVersion: 0.5.0\nkind: nvidia.com/gpu\ndevices:\n- name: \"0\"\n  containerEdits: {}\n- name: GPU-77\n- name: all\nhooks:\n- hookName: createContainer\n", "0 GPU-77 all")]
    [InlineData("{\"kind\":\"nvidia.com/gpu\",\"devices\":[{\"name\":\"0\"},{\"name\":\"MIG-1\"}],\"containerEdits\":{\"deviceNodes\":[{\"path\":\"/dev/nvidiactl\"}]}}", "0 MIG-1")]
    [InlineData("kind: intel.com/gpu\ndevices:\n- name: \"0\"\n", "")]
    public void A_cdi_specification_names_its_devices(string text, string names) => Assert.Equal(names, string.Join(' ', GpuWords.CdiNames(text)));

    [Fact]
    public void Limits_that_an_engine_cannot_set_are_told()
    {
        var bare = Podman with { Rootless = true, Limits = new HashSet<string>() };
        Assert.Equal("podman without root cannot limit memory and processes on this machine: the container runs without that limit", ContainerWords.Unlimited(bare, Wish with { MemoryMib = 1, Pids = 1 }, None));
        Assert.Equal("", ContainerWords.Unlimited(bare, Wish, None));
        Assert.Equal("", ContainerWords.Unlimited(Docker, Wish with { MemoryMib = 1 }, None));
    }

    [Theory]
    [InlineData("9:pids:/a\n4:memory:/haggle/m1\n0::/\n", "/sys/fs/cgroup/memory/haggle/m1/memory.limit_in_bytes=1000 /sys/fs/cgroup/memory/haggle/memory.limit_in_bytes=5000", 1000L)]
    [InlineData("0::/haggle/m1\n", "/sys/fs/cgroup/haggle/m1/memory.max=max /sys/fs/cgroup/haggle/memory.max=7000", 7000L)]
    [InlineData("4:memory:/\n", "", null)]
    public void The_memory_limit_of_the_agents_own_control_group_holds_for_its_container(string groups, string files, long? limit)
    {
        var texts = files.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(each => each.Split('=')).ToDictionary(each => each[0], each => each[1] + "\n");
        Assert.Equal(limit, Bounds.GroupLimit(groups, path => texts.GetValueOrDefault(path, "")));
    }

    [Theory]
    [InlineData("Limit   Soft   Hard   Units\nMax data size             536870912            536870912            bytes\n", 536870912L)]
    [InlineData("Max data size             unlimited            unlimited            bytes\n", null)]
    public void A_limit_on_each_process_holds_too(string limits, long? bytes) => Assert.Equal(bytes, Bounds.DataLimit(limits));

    [Theory]
    [InlineData("oom_kill_disable 0\nunder_oom 0\noom_kill 3\n", 3L)]
    [InlineData("low 0\nhigh 0\nmax 12\noom 1\noom_kill 1\noom_group_kill 0\n", 1L)]
    [InlineData("", null)]
    public void The_kernels_count_of_killed_processes_is_read_in_both_versions(string text, long? count) => Assert.Equal(count, OomCount.Parse(text));

    private static readonly ContainerMessage Wish = new() { Image = "team/train:1" };
    private static readonly Bounds None = new(null, "", 16L << 30);

    private static ContainerPlan Plan(ContainerEngine engine, uint user) => new()
    {
        Engine = engine,
        Image = "team/train:1",
        Token = "t-1",
        Home = "/home/ml/.haggle/machines/t-1",
        Work = "/home/ml/.haggle/machines/t-1/work",
        Wish = Wish,
        Bounds = None,
        Mounts = [new Mount("/home/ml/.haggle/machines/t-1/work", "/home/ml/.haggle/machines/t-1/work"), new Mount("/home/ml/.haggle/machines/t-1/mounts/root/data", "/data")],
        Gpu = [.. GpuWords.Of([], engine, false, [])],
        Owner = (user, user),
        UserHome = user == 0 ? "/root" : "/home/ml/.haggle/machines/t-1/home",
    };
}
