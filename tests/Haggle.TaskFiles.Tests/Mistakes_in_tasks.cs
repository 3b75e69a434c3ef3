namespace Haggle.TaskFiles.Tests;

public sealed class Mistakes_in_tasks
{
    [Theory]
    [InlineData("rnu: x", "2:1 a task has no field 'rnu'", "did you mean 'run'?")]
    [InlineData("accelerators: A100", "2:1 a task has no field 'accelerators'", "it belongs under 'resources:'")]
    [InlineData("termination_delay: 5m", "2:1 a task has no field 'termination_delay'", "it belongs in a header document of its own, before the first task and a line '---'")]
    [InlineData("num_nodes: two", "2:12 num_nodes must be a whole number from 1 to 10000, but it is 'two'", null)]
    [InlineData("num_nodes: 0", "2:12 num_nodes must be a whole number from 1 to 10000, but it is '0'", null)]
    [InlineData("num_nodes: 010", "2:12 num_nodes must be a whole number from 1 to 10000, but it is '010'", "a leading zero means octal in YAML; write the number without it")]
    [InlineData("setup: {pip: install}", "2:8 setup must be shell commands, but it is a map", null)]
    [InlineData("name: \"a\\tb\"", "2:7 name must be text on one line, without tabs or control characters", null)]
    [InlineData("workdir: \"  \"", "2:10 workdir must be a path, but it is blank", null)]
    [InlineData("name: [a]", "2:7 name must be text, but it is a list", null)]
    [InlineData("envs: {1A: x}", "2:8 '1A' is not the name of an environment variable: it must be letters, digits and '_', not starting with a digit", null)]
    [InlineData("envs: {A: [x]}", "2:11 envs.A must be text, but it is a list", null)]
    [InlineData("envs: {A: }", "2:11 envs.A has no value", "give it with --env A=VALUE")]
    [InlineData("envs: [A]", "2:7 envs must be a map of names and values, but it is a list", null)]
    [InlineData("secrets: {A-B: x}", "2:11 a secret's name is not the name of an environment variable: it must be letters, digits and '_', not starting with a digit", null)]
    [InlineData("secrets: [A=hush]", "2:11 a secret's name is not the name of an environment variable: it must be letters, digits and '_', not starting with a digit", null)]
    [InlineData("managed_secrets: [{A: {mount: /x}}]", "2:24 managed_secrets[0].A has no field 'mount'", null)]
    [InlineData("workdir: {ref: main}", "2:10 workdir needs the key 'url'", "for example url: https://host/owner/repository")]
    [InlineData("workdir: {url: u, branch: main}", "2:19 workdir has no field 'branch'", null)]
    [InlineData("file_mounts: {/data/: ./d}", "2:15 file_mounts./data/ is a destination that ends in '/'", "write '/data'")]
    [InlineData("file_mounts: {/d: s4://b}", "2:19 file_mounts./d has an address of the unknown kind s4://", "did you mean s3://?")]
    [InlineData("file_mounts: {/d: {mode: MONT, name: n}}", "2:26 file_mounts./d.mode must be one of MOUNT, COPY, MOUNT_CACHED, but it is 'MONT'", "did you mean MOUNT?")]
    [InlineData("file_mounts: {/d: {mode: COPY}}", "2:19 file_mounts./d needs a 'name' or a 'source'", "name: my-bucket, or source: s3://my-bucket")]
    [InlineData("file_mounts: {/d: {name: n, config: {mount_cached: {buffer_size: big}}}}", "2:66 file_mounts./d.config.mount_cached.buffer_size must be a size such as 64M or 10G, but it is 'big'", null)]
    [InlineData("secrets: {A: hush}\nfile_mounts: {/d: ./$A}", "3:19 file_mounts./d uses the secret A, which must not become part of a path or address", "use an environment variable from envs")]
    [InlineData("volumes: {/m: {}}", "2:15 volumes./m needs the 'name' of a volume or the 'size' of a new one", "for example {size: 100Gi}")]
    [InlineData("config: {hooks: [{events: [stop]}]}", "2:18 config.hooks[0] needs the key 'run'", "for example run: ./save.sh")]
    [InlineData("config: {hooks: [{run: x, events: [sotp]}]}", "2:36 config.hooks[0].events[0] must be one of stop, preemption, down, but it is 'sotp'", "did you mean stop?")]
    [InlineData("config: {hooks: [{run: x, timeout: 0}]}", "2:36 config.hooks[0].timeout must be a whole number from 1 to 10000000, but it is '0'", null)]
    [InlineData("config: {nvidia_gpus: {disable_ecc: 3}}", "2:37 config.nvidia_gpus.disable_ecc must be true or false, but it is '3'", null)]
    [InlineData("inputs: {s3://a: 1, s3://b: 2}", "2:9 inputs must have exactly one address", "for example s3://bucket/data: 100")]
    [InlineData("api_server_access: 7", "2:20 api_server_access must be true or false, but it is '7'", null)]
    [InlineData("service: {replicas: 1}", "2:10 service needs a readiness_probe", "for example readiness_probe: /health")]
    [InlineData("service: {readiness_probe: health, replicas: 1}", "2:28 service.readiness_probe must start with '/', but it is 'health'", "write /health")]
    [InlineData("service: {readiness_probe: /, replica_policy: {min_replicas: 3, max_replicas: 1}}", "2:79 service.replica_policy.max_replicas is smaller than min_replicas", null)]
    [InlineData("service: {readiness_probe: /, replicas: 1, tls: {keyfile: k}}", "2:49 service.tls needs the key 'certfile'", "for example certfile: ~/cert.pem")]
    [InlineData("pool: {workers: -1}", "2:17 pool.workers must be a whole number from 0 to 100000, but it is '-1'", null)]
    [InlineData("pool: {workers: 1, max_workers: 2}", "2:17 pool.workers is a fixed number and cannot stand beside min_workers and max_workers", "keep one way")]
    [InlineData("checkpoint: {every: 5m}", "2:13 checkpoint needs the key 'path'", "for example path: checkpoints")]
    [InlineData("checkpoint: {path: c, every: 5}", "2:30 checkpoint.every must be a duration such as 30s, 10m, 1h30m, 2d or 1w, but it is '5'", "say the unit: 5s, 5m or 5h")]
    [InlineData("checkpoint: {path: c, keep: 0}", "2:29 checkpoint.keep must be a whole number from 1 to 10000, but it is '0'", null)]
    [InlineData("deadline: tomorrow", "2:11 deadline must be an instant such as 2026-12-01T18:00Z or a duration such as 36h or 2d, but it is 'tomorrow'", null)]
    [InlineData("deadline: 2026-12-01T18:00", "2:11 deadline must say its time zone, but it is '2026-12-01T18:00'", "write 2026-12-01T18:00Z, or 2026-12-01T18:00+02:00")]
    [InlineData("deadline: 2026-12-01", "2:11 deadline must say its time zone, but it is '2026-12-01'", "write 2026-12-01T18:00Z")]
    [InlineData("deadline: 0h", "2:11 deadline must be an instant such as 2026-12-01T18:00Z or a duration such as 36h or 2d, but it is '0h'", null)]
    [InlineData("budget: -5", "2:9 budget must be an amount of US dollars such as 12.50, $12.50 or 12.50 USD, above zero, but it is '-5'", null)]
    [InlineData("budget: 12 EUR", "2:9 budget must be an amount of US dollars such as 12.50, $12.50 or 12.50 USD, above zero, but it is '12 EUR'", null)]
    [InlineData("max_duration: 100000w", "2:15 max_duration must be a duration such as 30s, 10m, 1h30m, 2d or 1w, but it is '100000w'", null)]
    [InlineData("workload: {epochs: 3}", "2:11 workload says nothing that an estimate could start from", "give one of model, flops, tokens, steps, like")]
    [InlineData("workload: {model: m, samples: 1, flops: 1}", "2:11 workload says it in 2 ways at once: model, flops", "give one of model, flops, tokens, steps, like")]
    [InlineData("workload: {model: m}", "2:11 workload names a model but not how much it sees", "add 'dataset: NAME' or 'samples: NUMBER'")]
    [InlineData("workload: {tokens: 1B}", "2:11 workload needs either 'parameters' or 'flops_per_token' beside tokens", "for example parameters: 7B")]
    [InlineData("workload: {steps: 5, steps_per_second: 0}", "2:40 workload.steps_per_second must be a number above zero, but it is '0'", null)]
    public void Each_is_one_located_sentence(string yaml, string expected, string? suggestion)
    {
        var problem = Read.OneProblem("run: x\n" + yaml);
        Assert.True(problem.IsError);
        Assert.Equal(expected, $"{problem.Line}:{problem.Column} {problem.Message}");
        Assert.Equal(suggestion, problem.Suggestion);
    }

    [Fact]
    public void All_problems_come_at_once_in_the_order_of_the_file()
    {
        var problems = Read.File("num_nodes: x\nresources: {cpus: y}\nbudget: z\nrnu: 1\n").Problems;
        Assert.Equal([1, 2, 3, 4], problems.Select(problem => problem.Line));
    }

    [Fact]
    public void A_task_that_does_nothing_is_a_warning() => Assert.False(Read.OneProblem("name: x").IsError);

    [Fact]
    public void A_hook_longer_than_16_kib_is_refused() =>
        Assert.Equal("config.hooks[0].run is longer than 16 KiB", Read.OneProblem("run: x\nconfig: {hooks: [{run: " + new string('x', 16385) + "}]}").Message);

    [Fact]
    public void More_than_32_hooks_are_refused() =>
        Assert.Contains("at most 32 hooks", Read.OneProblem("run: x\nconfig: {hooks: [" + string.Join(", ", Enumerable.Repeat("{run: x}", 33)) + "]}").Message, StringComparison.Ordinal);
}
