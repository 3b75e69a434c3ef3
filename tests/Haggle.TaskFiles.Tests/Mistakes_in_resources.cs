namespace Haggle.TaskFiles.Tests;

public sealed class Mistakes_in_resources
{
    [Theory]
    [InlineData("acelerators: A100", "3:3 resources has no field 'acelerators'", "did you mean 'accelerators'?")]
    [InlineData("workdir: .", "3:3 resources has no field 'workdir'", "it belongs at the top of the task, not under 'resources:'")]
    [InlineData("zzzzzzzz: 1", "3:3 resources has no field 'zzzzzzzz'", null)]
    [InlineData("accelerators: A10O:8", "3:17 resources.accelerators names the accelerator 'A10O', which is not known", "did you mean A100?")]
    [InlineData("accelerators: {RTX4O90: 1}", "3:18 resources.accelerators names the accelerator 'RTX4O90', which is not known", "did you mean RTX4090?")]
    [InlineData("accelerators: tpu-v5p-9", "3:17 resources.accelerators names the accelerator 'tpu-v5p-9', which is not known", "did you mean tpu-v5p-8?")]
    [InlineData("accelerators: A100:many", "3:17 resources.accelerators has the count 'many', which is not a number", "for example A100:8, T4:0.5, 40GB+:4 or tpu-v5p-8")]
    [InlineData("accelerators: A100:0", "3:17 resources.accelerators must be NAME or NAME:COUNT with a count above zero, but it is 'A100:0'", "for example A100:8, T4:0.5, 40GB+:4 or tpu-v5p-8")]
    [InlineData("accelerators: A100:1.5", "3:17 resources.accelerators has a count that is neither a whole number up to 4,096 nor a share of one", null)]
    [InlineData("accelerators: {A100: -1}", "3:24 resources.accelerators.A100 must be a count above zero, but it is '-1'", null)]
    [InlineData("accelerators: NVIDA:80GB", "3:17 resources.accelerators names the manufacturer 'NVIDA', which is not known", "did you mean NVIDIA?")]
    [InlineData("accelerators: A100\ngpus: A100", "4:9 resources.gpus is another word for accelerators, which is given as well", "keep one of the two")]
    [InlineData("infra: awss", "3:10 resources.infra names the cloud 'awss', which is not known", "did you mean aws?")]
    [InlineData("infra: aws/a/b/c", "3:10 resources.infra must be cloud, cloud/region or cloud/region/zone, but it is 'aws/a/b/c'", "for example aws/us-east-1, or */*/us-east-1a")]
    [InlineData("infra: ssh/a/b", "3:10 resources.infra must be cloud, cloud/region or cloud/region/zone, but it is 'ssh/a/b'", "write ssh/POOL")]
    [InlineData("infra: aws\nregion: us-east-1", "4:11 resources.region cannot stand beside infra", "write it as infra: cloud/region/zone")]
    [InlineData("cpus: four", "3:9 resources.cpus must be a number of CPUs such as 4 or 4+, but it is 'four'", null)]
    [InlineData("cpus: 0", "3:9 resources.cpus must be a number of CPUs such as 4 or 4+, but it is '0'", null)]
    [InlineData("cpus: [4]", "3:9 resources.cpus must be a number of CPUs such as 4 or 4+, but it is a list", null)]
    [InlineData("memory: 32 bananas", "3:11 resources.memory must be an amount such as 32, 32+, 64GB, or 4x for four times the CPUs, but it is '32 bananas'", null)]
    [InlineData("memory: -1", "3:11 resources.memory must be an amount such as 32, 32+, 64GB, or 4x for four times the CPUs, but it is '-1'", null)]
    [InlineData("use_spot: maybe", "3:13 resources.use_spot must be true or false, but it is 'maybe'", null)]
    [InlineData("max_hourly_cost: 0", "3:20 resources.max_hourly_cost must be an amount of US dollars such as 12.50, $12.50 or 12.50 USD, above zero, but it is '0'", null)]
    [InlineData("disk_tier: hihg", "3:14 resources.disk_tier must be one of low, medium, high, ultra, best, but it is 'hihg'", "did you mean high?")]
    [InlineData("ports: 70000", "3:10 resources.ports must be a port such as 8080 or a range such as 10000-10010, from 1 to 65535, but it is '70000'", null)]
    [InlineData("ports: [1, 9-3]", "3:14 resources.ports[1] must be a port such as 8080 or a range such as 10000-10010, from 1 to 65535, but it is '9-3'", null)]
    [InlineData("labels: [a]", "3:11 resources.labels must be a map of label: text, but it is a list", null)]
    [InlineData("priority: 1001", "3:13 resources.priority must be a whole number from -1000 to 1000, but it is '1001'", null)]
    [InlineData("autostop: soon", "3:13 resources.autostop must be a duration such as 30s, 10m, 1h30m, 2d or 1w, but it is 'soon'", null)]
    [InlineData("autostop: {wait_for: job}", "3:24 resources.autostop.wait_for must be one of jobs_and_ssh, jobs, none, but it is 'job'", "did you mean jobs?")]
    [InlineData("job_recovery: {recover_on_exit_codes: [1, 256]}", "3:45 resources.job_recovery.recover_on_exit_codes[1] must be a whole number from 0 to 255, but it is '256'", null)]
    [InlineData("job_recovery: {recover_on_exit_codes: [7, 7]}", "3:45 resources.job_recovery.recover_on_exit_codes[1] is given twice", null)]
    [InlineData("job_recovery: FAILOVR", "3:17 resources.job_recovery names the strategy 'FAILOVR', which is not known", "did you mean FAILOVER?")]
    [InlineData("image_id: {}", "3:13 resources.image_id is an empty map", "for example us-east-1: ami-0123456789abcdef0")]
    [InlineData("local_disk: hdd:5", "3:15 resources.local_disk must be a local disk such as nvme, nvme:500+, ssd:1000 or 300+, but it is 'hdd:5'", null)]
    [InlineData("accelerator_args: {tpu_vn: true}", "3:22 resources.accelerator_args has no field 'tpu_vn'", "did you mean 'tpu_vm'?")]
    [InlineData("any_of: []", "3:11 resources.any_of is an empty list", "add an alternative or remove the key")]
    [InlineData("any_of: [{cpus: 1}]\nordered: [{cpus: 2}]", "4:12 resources.ordered cannot stand beside any_of", "keep one of the two")]
    [InlineData("any_of: [aws]", "3:12 resources.any_of[0] must be a map of resources, but it is a plain value", "for example {infra: aws, accelerators: A100:8}")]
    [InlineData("any_of: [{cpsu: 1}]", "3:13 resources has no field 'cpsu'", "did you mean 'cpus'?")]
    [InlineData("any_of: [{any_of: [{cpus: 1}]}]", "3:13 resources has no field 'any_of'", "alternatives cannot be nested")]
    [InlineData("accelerators: {A100:1, V100:1}\nordered: [{cpus: 2}]", "4:13 resources names several accelerators, which is not possible with 'ordered'", "write one alternative for each")]
    [InlineData("accelerators: [A100, V100]\nany_of: [{cpus: 2}]", "4:12 resources has a list of accelerators, which means an order, but any_of has none", "write a set: {A100:1, V100:1}")]
    public void Each_is_one_located_sentence(string keys, string expected, string? suggestion)
    {
        var problem = Read.OneProblem(Read.UnderResources(keys));
        Assert.True(problem.IsError);
        Assert.Equal(expected, $"{problem.Line}:{problem.Column} {problem.Message}");
        Assert.Equal(suggestion, problem.Suggestion);
    }

    [Theory]
    [InlineData("accelerators: QuantumChip9000", "resources.accelerators names the accelerator 'QuantumChip9000', which is not known here; only offers of exactly that name will match")]
    [InlineData("infra: brandnewcloud", "resources.infra names the cloud 'brandnewcloud', which is not known here")]
    [InlineData("ephemeral_storage: 100", "resources.ephemeral_storage is deprecated")]
    [InlineData("job_recovery: {max_restart_on_error: 3}", "resources.job_recovery.max_restart_on_error is not known and passed on as it is")]
    [InlineData("autostop: {hook: ./x}", "resources.autostop.hook is deprecated")]
    public void What_can_still_run_is_a_warning(string keys, string expected)
    {
        var reading = Read.File(Read.UnderResources(keys));
        Assert.True(reading.IsGood);
        Assert.Equal(expected, Assert.Single(reading.Problems).Message);
    }

    [Fact]
    public void A_mistake_in_a_shared_key_is_reported_once() =>
        Read.OneProblem(Read.UnderResources("cpus: four\nany_of:\n  - infra: aws\n  - infra: gcp\n  - infra: azure"));

    [Fact]
    public void Too_many_alternatives_are_refused() => Assert.Equal(
        "resources.any_of has more than 256 alternatives",
        Read.OneProblem(Read.UnderResources("any_of: [" + string.Join(", ", Enumerable.Repeat("{cpus: 1}", 300)) + "]")).Message);
}
