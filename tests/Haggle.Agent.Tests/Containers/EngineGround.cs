using System.Diagnostics;
using Haggle.Agent.Containers;

namespace Haggle.Agent.Tests.Containers;

/// <summary>A real container engine in a private folder: nothing of the computer's own is touched. One of each kind for all tests of this process.</summary>
internal sealed class EngineGround : IAsyncDisposable
{
    /// <summary>The image that the tests run: busybox alone.</summary>
    public const string Image = "localhost/haggle-test/bb:1";

    /// <summary>Another one, to tell them apart.</summary>
    public const string OtherImage = "localhost/haggle-test/bb:2";

    // A cold start of everything on a busy machine.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly SemaphoreSlim Gate = new(1);
    private static readonly Dictionary<string, EngineGround> Grounds = [];

    // Waits for its standard input to end, which happens however this process dies, and then ends the service with it.
    private const string Keeper = """
        "$@" >"$0/service.log" 2>&1 </dev/null &
        service=$!
        cat >/dev/null
        kill "$service" 2>/dev/null
        wait "$service"
        umount -l "$0/exec/netns/default" 2>/dev/null
        rm -rf "$0"
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("haggle-engine-").FullName;
    private Process? service;

    private EngineGround(string name) => Name = name;

    public string Name { get; }

    public Dictionary<string, string> Environment { get; } = [];

    /// <summary>The engine, started when it is not yet. Skips the test where it cannot be had.</summary>
    public static async Task<EngineGround> OfAsync(string name)
    {
        foreach (var program in name == "docker" ? (string[])["dockerd", "docker", "busybox"] : ["podman", "runc", "busybox"])
            Assert.SkipWhen(EngineSearch.Find(program) is null, $"{program} is not installed (eng/packages.txt)");
        Assert.SkipUnless(System.Environment.IsPrivilegedProcess, "starting a container engine needs root");
        await Gate.WaitAsync();
        try
        {
            if (Grounds.TryGetValue(name, out var ground)) return ground;
            ground = new EngineGround(name);
            await (name == "docker" ? ground.StartDockerAsync() : ground.StartPodmanAsync());
            await ground.ImportAsync();
            AppDomain.CurrentDomain.ProcessExit += (_, _) => ground.Stop();
            return Grounds[name] = ground;
        }
        finally
        {
            Gate.Release();
        }
    }

    /// <summary>Runs the engine's command.</summary>
    public async Task<EngineAnswer> RunAsync(params string[] words) =>
        await EngineCall.RunAsync(Name, words, Patience, TimeProvider.System, CancellationToken.None, Environment) ?? throw new InvalidOperationException($"{Name} is gone");

    /// <summary>The names of all containers, running or not.</summary>
    public async Task<string[]> ContainersAsync() =>
        (await RunAsync("ps", "--all", "--format", "{{.Names}}")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public ValueTask DisposeAsync()
    {
        Stop();
        return ValueTask.CompletedTask;
    }

    private async Task StartDockerAsync()
    {
        var socket = Path.Combine(folder, "docker.sock");
        Environment["DOCKER_HOST"] = "unix://" + socket;
        Environment["DOCKER_CONFIG"] = Path.Combine(folder, "config");
        File.WriteAllText(Path.Combine(folder, "daemon.json"), $$"""
            {"hosts":["unix://{{socket}}"],"data-root":"{{folder}}/data","exec-root":"{{folder}}/exec","pidfile":"{{folder}}/pid",
             "exec-opts":["native.cgroupdriver=cgroupfs"],"bridge":"none","iptables":false,"ip6tables":false}
            """);
        service = Process.Start(new ProcessStartInfo("sh", ["-c", Keeper, folder, "dockerd", "--config-file", Path.Combine(folder, "daemon.json")]) { RedirectStandardInput = true });
        var began = Stopwatch.GetTimestamp();
        while ((await RunAsync("version")).Code != 0)
        {
            if (Stopwatch.GetElapsedTime(began) > Patience) throw new InvalidOperationException("dockerd did not answer: " + File.ReadAllText(Path.Combine(folder, "service.log")));
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, CancellationToken.None);
        }
    }

    private Task StartPodmanAsync()
    {
        var conf = Path.Combine(folder, "containers.conf");
        var storage = Path.Combine(folder, "storage.conf");
        var registries = Path.Combine(folder, "registries.conf");
        File.WriteAllText(conf, """
            [containers]
            default_ulimits=["nofile=4096:4096","nproc=4096:4096"]
            [engine]
            runtime="runc"
            cgroup_manager="cgroupfs"
            events_logger="file"

            """);
        File.WriteAllText(storage, $"[storage]\ndriver=\"overlay\"\ngraphroot=\"{folder}/root\"\nrunroot=\"{folder}/run\"\n");
        File.WriteAllText(registries, "[[registry]]\nlocation=\"127.0.0.1\"\ninsecure=true\n");
        Environment["CONTAINERS_CONF"] = conf;
        Environment["CONTAINERS_STORAGE_CONF"] = storage;
        Environment["CONTAINERS_REGISTRIES_CONF"] = registries;
        return Task.CompletedTask;
    }

    private async Task ImportAsync()
    {
        // One program under all its names; the engine packs the rest of a system around it.
        const string Script = """
            set -e
            mkdir -p bb/bin bb/tmp bb/etc bb/root; chmod 1777 bb/tmp
            cp "$(command -v busybox)" bb/bin/busybox
            for name in $(busybox --list); do [ -e "bb/bin/$name" ] || ln -s busybox "bb/bin/$name"; done
            for n in 1 2; do echo "image $n" >bb/etc/image; tar -C bb -c . | "$0" import - "localhost/haggle-test/bb:$n"; done
            """;
        var start = new ProcessStartInfo("sh", ["-c", Script, Name]) { WorkingDirectory = folder, RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var (name, value) in Environment) start.Environment[name] = value;
        using var import = Process.Start(start)!;
        var errors = import.StandardError.ReadToEndAsync();
        await import.StandardOutput.ReadToEndAsync();
        await import.WaitForExitAsync();
        if (import.ExitCode != 0) throw new InvalidOperationException($"the test image could not be made: {await errors}");
    }

    private void Stop()
    {
        if (!Directory.Exists(folder)) return;
        using var clear = Process.Start(Clear());
        clear?.WaitForExit(TimeSpan.FromSeconds(30));
        if (service is null)
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
            return;
        }

        service.StandardInput.Close();
        service.WaitForExit(TimeSpan.FromSeconds(30));
        service.Dispose();
        service = null;
    }

    // Containers first: a service that is stopped leaves their mounts behind.
    private ProcessStartInfo Clear()
    {
        var script = Name == "docker" ? "docker ps -aq | xargs -r docker rm -f" : "podman rm -af -t 0; podman image rm -af";
        var start = new ProcessStartInfo("sh", ["-c", $"({script}) >/dev/null 2>&1 </dev/null"]);
        foreach (var (name, value) in Environment) start.Environment[name] = value;
        return start;
    }
}
