using Haggle.Core.Tasks;

namespace Haggle.TaskFiles.Tests;

public sealed class Tasks_in_every_spelling
{
    [Fact]
    public void Envs_are_text_exactly_as_written()
    {
        var envs = Read.Task("""
            run: x
            envs:
              A: 010
              B: yes
              C: 1e3
              D: "quoted"
              E: 2026-01-01
              F: ""
              G: '~'
            """).Envs;
        Assert.Equal(["010", "yes", "1e3", "quoted", "2026-01-01", "", "~"], envs.Values);
    }

    [Fact]
    public void An_env_given_on_the_command_line_wins_and_a_new_one_is_added()
    {
        var task = Read.Task("run: x\nenvs:\n  A: file\n  B:\n", Read.Env(("B", "given"), ("C", "new")));
        Assert.Equal("A=file B=given C=new", string.Join(' ', task.Envs.Select(env => $"{env.Key}={env.Value}")));
    }

    [Fact]
    public void Secrets_are_values_or_references_and_print_as_stars()
    {
        var map = Read.Task("run: x\nsecrets:\n  A: s3cret\n  B: null\n").Secrets;
        Assert.Equal("s3cret", Assert.IsType<SecretSource.Given>(map["A"]).Value.Reveal());
        Assert.IsType<SecretSource.Managed>(map["B"]);
        Assert.DoesNotContain("s3cret", map["A"].ToString(), StringComparison.Ordinal);
        var list = Read.Task("run: x\nsecrets: [A, B]\n", Read.Secret("B", "given")).Secrets;
        Assert.IsType<SecretSource.Managed>(list["A"]);
        Assert.IsType<SecretSource.Given>(list["B"]);
    }

    [Fact]
    public void Managed_secrets_are_names_or_have_a_mount_path() => Assert.Equal(
        [new ManagedSecret("A", null), new ManagedSecret("B", "/run/b")],
        Read.Task("run: x\nmanaged_secrets:\n  - A\n  - B: {mount_path: /run/b}\n").ManagedSecrets);

    [Theory]
    [InlineData("workdir: .", "Local { Path = . }")]
    [InlineData("workdir: ~/code/$BRANCH", "Local { Path = ~/code/main }")]
    [InlineData("workdir: {url: 'https://github.com/a/b'}", "Git { Url = https://github.com/a/b, Ref =  }")]
    [InlineData("workdir: {url: 'https://github.com/a/b', ref: '${BRANCH}'}", "Git { Url = https://github.com/a/b, Ref = main }")]
    [InlineData("workdir: /home/$UNKNOWN/x", "Local { Path = /home/$UNKNOWN/x }")]
    public void A_workdir_is_read_and_substituted(string yaml, string expected) =>
        Assert.Equal(expected, Read.Task("run: x\nenvs: {BRANCH: main}\n" + yaml).Workdir!.ToString());

    [Fact]
    public void Variables_are_not_substituted_in_resources_and_run()
    {
        var task = Read.Task("run: echo $A\nenvs: {A: b}\nresources: {instance_type: $A}\n");
        Assert.Equal(("echo $A", "$A"), (task.Run, task.Resources.Choices[0].InstanceType));
    }

    [Fact]
    public void File_mounts_are_paths_addresses_or_storage()
    {
        var mounts = Read.Task("""
            run: x
            envs: {BUCKET: mine, WHERE: data}
            file_mounts:
              /remote/$WHERE: ./local
              ~/set: s3://$BUCKET/set
              rel: hf://datasets/squad
              /ckpt:
                name: ${BUCKET}-ckpt
                source: [./a, ./b]
                store: gcs
                persistent: false
                mode: mount_cached
                mount_options: -o ro
                type: MODEL_CHECKPOINT_RW
                config:
                  disk_size: 10
                  disk_tier: low
                  storage_type: NETWORK
                  attach_mode: read_write
                  mount_cached: {transfers: 4, buffer_size: 64M, vfs_cache_max_age: 1h30m, vfs_write_back: 5s, read_only: true}
                  mount: {read_only: false, hf_mount_args: [--a, '1']}
            """).FileMounts;
        Assert.Equal(["/remote/data", "~/set", "rel", "/ckpt"], mounts.Select(mount => mount.Destination));
        Assert.Equal(new MountSource.Local("./local"), mounts[0].Source);
        Assert.Equal(new MountSource.Remote("s3://mine/set"), mounts[1].Source);
        var storage = Assert.IsType<MountSource.Storage>(mounts[3].Source).Object;
        Assert.Equal(("mine-ckpt", StorageStore.Gcs, false, StorageMode.MountCached, "-o ro"), (storage.Name, storage.Store, storage.Persistent, storage.Mode, storage.MountOptions));
        Assert.Equal((StorageUse.ModelCheckpointReadWrite, 2), (storage.Use, storage.Sources.Length));
        Assert.Equal("1h30m", storage.Config!.MountCached["vfs_cache_max_age"]);
        Assert.Equal(("network", "read_write", false, 2), (storage.Config.StorageType, storage.Config.AttachMode, storage.Config.MountReadOnly, storage.Config.HfMountArgs.Length));
    }

    [Fact]
    public void Volumes_are_names_or_maps()
    {
        var volumes = Read.Task("run: x\nvolumes:\n  /mnt/a: mine\n  /mnt/b: {size: 100Gi}\n  /mnt/c: {name: c, use_existing: true}\n").Volumes;
        Assert.Equal(["mine", null, "c"], volumes.Select(volume => volume.Name));
        Assert.Equal("100 GiB", volumes[1].Size.ToString());
        Assert.Equal("use_existing", Assert.Single(volumes[2].Options!.Entries).Key);
    }

    [Fact]
    public void Config_is_passed_on_and_hooks_are_read()
    {
        var config = Read.Task("""
            run: x
            config:
              docker: {run_options: [--ipc=host]}
              kubernetes: {pod_config: {spec: {a: [1, null, "2"]}}, provision_timeout: 900}
              someone_elses: {key: value}
              active_workspace: team
              hooks:
                - run: ./save.sh
                - {run: ./bye.sh, events: [preemption, down], timeout: 60}
            """).Config;
        Assert.Equal(["docker", "kubernetes", "someone_elses", "active_workspace"], config.Overrides.Entries.Select(entry => entry.Key));
        Assert.Equal(
            [new LifecycleHook("./save.sh", HookEvents.All, TimeSpan.FromHours(1)), new LifecycleHook("./bye.sh", HookEvents.Preemption | HookEvents.Down, TimeSpan.FromMinutes(1))],
            config.Hooks);
    }

    [Fact]
    public void A_service_is_read()
    {
        var service = Read.Task("""
            run: x
            secrets: {TOKEN: hush}
            service:
              readiness_probe:
                path: /health
                initial_delay_seconds: 60
                headers: {Authorization: Bearer $TOKEN}
                post_data: {model: m, n: 1}
              replica_policy:
                min_replicas: 1
                max_replicas: 3
                target_qps_per_replica: {H100:1: 2.5, A100: 1}
                dynamic_ondemand_fallback: true
                upscale_delay_seconds: 10
              ports: 8080
              load_balancer: {stream_timeout_seconds: 30}
              load_balancing_policy: LEAST_LOAD
              tls: {keyfile: k, certfile: c}
            """).Service!;
        Assert.Equal("Bearer hush", service.Probe!.Headers["Authorization"].Reveal());
        Assert.Equal((60, 15, 10, 180), (service.Probe.InitialDelay.TotalSeconds, service.Probe.Timeout.TotalSeconds, service.Probe.Interval.TotalSeconds, service.Probe.FailureThreshold.TotalSeconds));
        Assert.Equal("A100:1=1 H100:1=2.5", string.Join(' ', Assert.IsType<QpsTarget.ByAccelerator>(service.Replicas!.TargetQps).Qps.Select(q => FormattableString.Invariant($"{q.Key}={q.Value}"))));
        Assert.Equal((10, 1200, 30), (service.Replicas.UpscaleDelay.TotalSeconds, service.Replicas.DownscaleDelay.TotalSeconds, service.StreamTimeout.TotalSeconds));
        Assert.Equal(("least_load", 8080, new ServiceTls("k", "c")), (service.LoadBalancingPolicy, service.Port, service.Tls));
    }

    [Fact]
    public void A_service_and_a_pool_have_short_forms()
    {
        var service = Read.Task("run: x\nservice: {readiness_probe: /, replicas: 2}").Service!;
        Assert.Equal((2, 2), (service.Replicas!.MinReplicas, service.Replicas.MaxReplicas));
        Assert.Equal(3, Read.Task("service: {pool: {workers: 3}}").Service!.Pool!.Workers);
        var pool = Read.Task("pool: {min_workers: 1, max_workers: 4, queue_length_threshold: 2, upscale_delay_seconds: 5}").Pool!;
        Assert.Equal((1, 4, 2, 5, 1200), (pool.MinWorkers, pool.MaxWorkers, pool.QueueLengthThreshold, pool.UpscaleDelay.TotalSeconds, pool.DownscaleDelay.TotalSeconds));
    }

    [Fact]
    public void Null_means_not_given_for_every_key()
    {
        var keys = TaskFields.OfTask.Keys.Where(key => key != "resources");
        var task = Read.Task(string.Join("\n", keys.Select(key => key + ":")) + "\nresources:\n" + string.Join("\n", TaskFields.OfResources.Keys.Select(key => "  " + key + ": null")));
        Assert.Equal((null, 1, null, null, null), (task.Run, task.NumNodes, task.Workdir, task.Service, task.Budget));
    }

    [Fact]
    public void Merge_keys_are_merged_and_own_keys_win() => Assert.Equal("8+", Read.Task("""
        run: x
        config: {shared: &base {cpus: 4, memory: 32+}}
        resources:
          <<: *base
          cpus: 8+
        """).Resources.Choices[0].Cpus!.ToString());

    [Theory]
    [InlineData("inputs: {s3://b/in: 12.5}", "12.5 GiB")]
    [InlineData("inputs: null", null)]
    public void Inputs_are_read(string yaml, string? size) => Assert.Equal(size, Read.Task("run: x\n" + yaml).Inputs?.Size.ToString());
}
