using System.Globalization;
using Haggle.Core.Tasks;

namespace Haggle.TaskFiles.Tests;

public sealed class Resources_in_every_spelling
{
    [Theory]
    [InlineData("accelerators: H100", "H100:1")]
    [InlineData("accelerators: H100:8", "H100:8")]
    [InlineData("accelerators: h100:8", "H100:8")]
    [InlineData("accelerators: 'H100:8'", "H100:8")]
    [InlineData("gpus: H100:8", "H100:8")]
    [InlineData("accelerators: T4:0.5", "T4:0.5")]
    [InlineData("accelerators: tpu-v2-8", "tpu-v2-8:1")]
    [InlineData("accelerators: a100-80gb:4", "A100-80GB:4")]
    [InlineData("accelerators: rtx 4090", "RTX4090:1")]
    [InlineData("accelerators: 40GB", "40GB:1")]
    [InlineData("accelerators: 40GB+", "40GB+:1")]
    [InlineData("accelerators: 40GB+:4", "40GB+:4")]
    [InlineData("accelerators: NVIDIA:80GB+:8", "NVIDIA:80GB+:8")]
    [InlineData("accelerators: amd:192GB", "AMD:192GB:1")]
    [InlineData("accelerators: {A100: 8}", "A100:8")]
    [InlineData("accelerators:\n  A100: 8", "A100:8")]
    [InlineData("accelerators: {A100:1, V100:1}", "A100:1 | V100:1")]
    [InlineData("accelerators: {'A100:1', 'V100:1'}", "A100:1 | V100:1")]
    [InlineData("accelerators: {A100: 4, V100: 8}", "A100:4 | V100:8")]
    [InlineData("accelerators: {40GB+:4, H100:2}", "40GB+:4 | H100:2")]
    [InlineData("accelerators: [A100:1, V100:1]", "A100:1 > V100:1")]
    [InlineData("accelerators:\n  - L4:1\n  - T4", "L4:1 > T4:1")]
    [InlineData("accelerators: [L4:1]", "L4:1")]
    [InlineData("accelerators: null", "")]
    [InlineData("any_of:\n  - accelerators: A100\n  - accelerators: H100\n  - cpus: 4", "A100:1 | H100:1 | ")]
    [InlineData("ordered:\n  - accelerators: H100:8\n  - accelerators: A100:8", "H100:8 > A100:8")]
    [InlineData("accelerators: {A100:1, V100:1}\nany_of:\n  - use_spot: true\n  - use_spot: false", "A100:1 | V100:1 | A100:1 | V100:1")]
    [InlineData("accelerators: L4\nany_of:\n  - gpus: T4\n  - use_spot: yes", "T4:1 | L4:1")]
    public void Accelerators_become_a_list_of_choices(string keys, string expected)
    {
        var resources = Read.Resources(keys);
        Assert.Equal(expected, string.Join(resources.IsOrdered ? " > " : " | ", resources.Choices.Select(choice => choice.Accelerators?.ToString())));
    }

    [Theory]
    [InlineData("infra: aws", "aws")]
    [InlineData("infra: AWS/us-east-1", "aws/us-east-1")]
    [InlineData("infra: aws/us-east-1/us-east-1a", "aws/us-east-1/us-east-1a")]
    [InlineData("infra: '*'", "anywhere")]
    [InlineData("infra: '*/us-east-1'", "*/us-east-1")]
    [InlineData("infra: '*/*/us-east-1a'", "*/*/us-east-1a")]
    [InlineData("infra: aws/*/us-east-1a", "aws/*/us-east-1a")]
    [InlineData("infra: k8s", "kubernetes")]
    [InlineData("infra: kubernetes/my-context", "kubernetes/my-context")]
    [InlineData("infra: k8s/aws:eks:us-east-1:123:cluster/mine", "kubernetes/aws:eks:us-east-1:123:cluster/mine")]
    [InlineData("infra: ssh/my-pool", "ssh/my-pool")]
    [InlineData("infra: slurm/cluster/gpu", "slurm/cluster/gpu")]
    [InlineData("infra: local", "local")]
    [InlineData("cloud: gcp\nregion: us-central1\nzone: us-central1-a", "gcp/us-central1/us-central1-a")]
    [InlineData("region: us-east-1", "*/us-east-1")]
    [InlineData("infra: null", "anywhere")]
    public void A_place_is_read(string keys, string expected) =>
        Assert.Equal(expected, Assert.Single(Read.Resources(keys).Choices).Placement.ToString());

    [Theory]
    [InlineData("cpus: 4", "4")]
    [InlineData("cpus: '4'", "4")]
    [InlineData("cpus: 4+", "4+")]
    [InlineData("cpus: 0.5", "0.5")]
    [InlineData("cpus: null", null)]
    public void Cpus_are_read(string keys, string? expected) => Assert.Equal(expected, Assert.Single(Read.Resources(keys).Choices).Cpus?.ToString());

    [Theory]
    [InlineData("memory: 32", "32 GiB")]
    [InlineData("memory: 32+", "32 GiB+")]
    [InlineData("memory: 4x", "4x CPUs")]
    [InlineData("memory: 64GB", "64 GiB")]
    [InlineData("memory: 64gb+", "64 GiB+")]
    [InlineData("memory: 512MB", "0.5 GiB")]
    [InlineData("memory: 1Ti", "1024 GiB")]
    [InlineData("memory: ~", null)]
    public void Memory_is_read(string keys, string? expected) => Assert.Equal(expected, Assert.Single(Read.Resources(keys).Choices).Memory?.ToString());

    [Theory]
    [InlineData("disk_size: 100", 100)]
    [InlineData("disk_size: 256GB", 256)]
    [InlineData("disk_size: 1TB", 1024)]
    [InlineData("disk_size: 2000MB", 1)]
    [InlineData("disk_size: null", 256)]
    [InlineData("disk_tier: best", 256)]
    public void A_disk_size_is_floored_to_whole_gib(string keys, int gib) => Assert.Equal(gib, Assert.Single(Read.Resources(keys).Choices).DiskSize.ToGib());

    [Theory]
    [InlineData("ports: 8080", "8080")]
    [InlineData("ports: '8080'", "8080")]
    [InlineData("ports: 10000-10010", "10000-10010")]
    [InlineData("ports: [8080, '9000-9001']", "8080 9000-9001")]
    [InlineData("ports:", "")]
    public void Ports_are_read(string keys, string expected) => Assert.Equal(expected, string.Join(' ', Assert.Single(Read.Resources(keys).Choices).Ports));

    [Theory]
    [InlineData("autostop: true", 5, false)]
    [InlineData("autostop: false", null, false)]
    [InlineData("autostop: 10", 10, false)]
    [InlineData("autostop: 10m", 10, false)]
    [InlineData("autostop: 2h", 120, false)]
    [InlineData("autostop: 1d", 1440, false)]
    [InlineData("autostop: 1w", 10080, false)]
    [InlineData("autostop: {idle_minutes: 30, down: true, wait_for: none}", 30, true)]
    [InlineData("autostop: {down: yes}", 5, true)]
    [InlineData("autostop: -1", null, false)]
    public void Autostop_is_read(string keys, int? minutes, bool down)
    {
        var autostop = Assert.Single(Read.Resources(keys).Choices).Autostop;
        Assert.Equal(minutes, autostop?.After.TotalMinutes);
        Assert.Equal(down, autostop?.Down ?? false);
    }

    [Theory]
    [InlineData("job_recovery: FAILOVER", "FAILOVER", 0, "")]
    [InlineData("spot_recovery: eager_next_region", "EAGER_NEXT_REGION", 0, "")]
    [InlineData("job_recovery: {max_restarts_on_errors: 3}", "EAGER_NEXT_REGION", 3, "")]
    [InlineData("job_recovery: {strategy: null, recover_on_exit_codes: 33}", "EAGER_NEXT_REGION", 0, "33")]
    [InlineData("job_recovery: {strategy: failover, recover_on_exit_codes: [33, 137]}", "FAILOVER", 0, "33 137")]
    [InlineData("job_recovery: none", "NONE", 0, "")]
    [InlineData("job_recovery: {plugin_knob: {deep: [1, 2]}}", "EAGER_NEXT_REGION", 0, "")]
    public void Job_recovery_is_read(string keys, string strategy, int restarts, string codes)
    {
        var recovery = Read.Task(Read.UnderResources(keys)).JobRecovery;
        Assert.Equal((strategy, restarts, codes), (recovery.Strategy, recovery.MaxRestartsOnErrors, string.Join(' ', recovery.RecoverOnExitCodes)));
        Assert.Equal(strategy != "NONE", recovery.IsEnabled);
    }

    [Theory]
    [InlineData("local_disk: nvme", "nvme//True")]
    [InlineData("local_disk: nvme:500+", "nvme/500 GiB/True")]
    [InlineData("local_disk: ssd:1TB", "ssd/1024 GiB/False")]
    [InlineData("local_disk: 300", "/300 GiB/False")]
    public void A_local_disk_is_read(string keys, string expected)
    {
        var disk = Assert.Single(Read.Resources(keys).Choices).LocalDisk!;
        Assert.Equal(expected, $"{disk.Kind}/{disk.Size}/{disk.OrMore}");
    }

    [Theory]
    [InlineData("image_id: docker:nvcr.io/nvidia/pytorch:24.05-py3", "docker:nvcr.io/nvidia/pytorch:24.05-py3")]
    [InlineData("image_id: skypilot:gpu-ubuntu-2204", "skypilot:gpu-ubuntu-2204")]
    [InlineData("image_id: {us-east-1: ami-1, us-west-2: ami-2}", "us-east-1=ami-1 us-west-2=ami-2")]
    [InlineData("image_id: null", null)]
    public void An_image_is_read(string keys, string? expected) => Assert.Equal(expected, Assert.Single(Read.Resources(keys).Choices).Image switch
    {
        ImageChoice.Everywhere everywhere => everywhere.Id,
        ImageChoice.ByRegion map => string.Join(' ', map.Ids.Select(id => $"{id.Key}={id.Value}")),
        _ => null,
    });

    [Theory]
    [InlineData("true", true)]
    [InlineData("yes", true)]
    [InlineData("on", true)]
    [InlineData("'true'", true)]
    [InlineData("no", false)]
    [InlineData("OFF", false)]
    [InlineData("null", false)]
    public void Switches_are_read_as_yaml_1_1_does(string word, bool expected) =>
        Assert.Equal(expected, Assert.Single(Read.Resources("use_spot: " + word).Choices).UseSpot);

    [Fact]
    public void Everything_else_of_a_machine_is_read()
    {
        var choice = Assert.Single(Read.Resources("""
            instance_type: p4d.24xlarge
            max_hourly_cost: 12.5
            disk_tier: ULTRA
            network_tier: best
            labels: {team: vision, cost-centre: 42}
            priority: -5
            priority_class: low
            accelerator_args: {runtime_version: 2.14.0, tpu_vm: false, tpu_name: mine, gcp_queued_resource: true}
            volumes:
              - {path: /mnt/a, disk_size: 100GB, disk_tier: high, auto_delete: true, storage_type: instance, attach_mode: read_only, name: v}
            """).Choices);
        Assert.Equal("p4d.24xlarge", choice.InstanceType);
        Assert.Equal("$12.50/h", choice.MaxHourlyCost.ToString());
        Assert.Equal((DiskTier.Ultra, NetworkTier.Best, -5, "low"), (choice.DiskTier, choice.NetworkTier, choice.Priority, choice.PriorityClass));
        Assert.Equal("42", choice.Labels["cost-centre"]);
        Assert.Equal(new AcceleratorArgs("2.14.0", "mine", TpuVm: false, GcpQueuedResource: true), choice.AcceleratorArgs);
        Assert.Equal("/mnt/a v 100 GiB High True instance read_only", Assert.Single(choice.Volumes) is var v ? string.Create(CultureInfo.InvariantCulture, $"{v.Path} {v.Name} {v.Size} {v.Tier} {v.AutoDelete} {v.StorageType} {v.AttachMode}") : "");
    }

    [Fact]
    public void Alternatives_inherit_shared_keys_merge_labels_and_override_the_rest()
    {
        var choices = Read.Resources("""
            infra: aws/us-east-1
            cpus: 8+
            labels: {a: 1, b: 2}
            ordered:
              - infra: gcp
                labels: {b: 3}
              - use_spot: true
                cpus: 16
              - cloud: azure
            """).Choices;
        Assert.Equal(["gcp", "aws/us-east-1", "azure"], choices.Select(choice => choice.Placement.ToString()));
        Assert.Equal(["8+", "16", "8+"], choices.Select(choice => choice.Cpus!.ToString()));
        Assert.Equal(["a=1 b=3", "a=1 b=2", "a=1 b=2"], choices.Select(choice => string.Join(' ', choice.Labels.Select(label => $"{label.Key}={label.Value}"))));
        Assert.Equal([false, true, false], choices.Select(choice => choice.UseSpot));
    }

    [Fact]
    public void Null_resources_are_any_machine() => Assert.Equal(new ResourceChoice().ToString(), Assert.Single(Read.Task("run: x\nresources:").Resources.Choices).ToString());
}
