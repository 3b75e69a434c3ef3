using System.Text;

namespace Haggle.TaskFiles.Tests;

public sealed class Field_table
{
    // The format's own keys, typed here once more so that a key lost from the table or from the reader is seen.
    private const string OfTask = "name workdir num_nodes setup run envs secrets managed_secrets file_mounts volumes api_server_access config inputs outputs "
        + "event_callback service pool resources file_mounts_mapping volume_mounts _metadata _user_specified_yaml checkpoint deadline budget workload max_duration";

    private const string OfResources = "infra cloud region zone accelerators gpus accelerator_args cpus memory instance_type use_spot max_hourly_cost disk_size disk_tier "
        + "network_tier local_disk ports image_id labels autostop job_recovery spot_recovery any_of ordered priority priority_class volumes ephemeral_storage";

    public static TheoryData<string> TaskKeys => [.. OfTask.Split(' ')];

    public static TheoryData<string> ResourceKeys => [.. OfResources.Split(' ')];

    [Theory]
    [MemberData(nameof(TaskKeys))]
    public void Every_key_of_a_task_is_known_to_the_table_and_the_reader(string key)
    {
        Assert.True(TaskFields.OfTask.ContainsKey(key));
        Assert.DoesNotContain(Read.File($"{key}: [[[odd]]]").Problems, problem => problem.Message.Contains("has no field", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(ResourceKeys))]
    public void Every_key_of_resources_is_known_to_the_table_and_the_reader(string key)
    {
        Assert.True(TaskFields.OfResources.ContainsKey(key));
        Assert.DoesNotContain(Read.File(Read.UnderResources($"{key}: [[[odd]]]")).Problems, problem => problem.Message.Contains("has no field", StringComparison.Ordinal));
    }

    [Fact]
    public void The_table_has_no_key_that_the_reader_refuses()
    {
        foreach (var key in TaskFields.OfTask.Keys) Assert.DoesNotContain(Read.File($"{key}: [[odd]]").Problems, problem => problem.Message.Contains("has no field", StringComparison.Ordinal));
        foreach (var key in TaskFields.OfResources.Keys) Assert.DoesNotContain(Read.File(Read.UnderResources($"{key}: [[odd]]")).Problems, problem => problem.Message.Contains("has no field", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_not_acted_on_is_named_with_its_line()
    {
        var reading = Read.File("""
            run: x
            workdir: {url: https://host/repo}
            file_mounts: {/a: ./local, /b: volume://disk, /c: s3://bucket, /d: {source: gs://b}}
            secrets: [TOKEN]
            resources:
              cpus: 4
              ports: 8080
              job_recovery: {strategy: FAILOVER, max_restarts_on_errors: 2}
            event_callback: ./tell.sh
            """);
        Assert.Equal(
            "workdir from git (line 2), file_mounts./b from volume:// (line 3), secrets.TOKEN kept by the server (line 4), resources.ports (line 7), "
            + "resources.job_recovery.strategy (line 8), event_callback (line 9)",
            CheckReport.NotActedOn(reading));
        Assert.Equal(6, reading.Locate(0, "resources.cpus")!.Line);
    }

    [Fact]
    public void The_first_example_of_the_documentation_is_good()
    {
        var page = File.ReadAllText(Path.Combine(Snapshot.Folder, "..", "..", "docs", "task-file.md"), Encoding.UTF8);
        var start = page.IndexOf("```yaml\n", StringComparison.Ordinal) + 8;
        Assert.Equal("finetune", Read.Task(page[start..page.IndexOf("```", start, StringComparison.Ordinal)]).Name);
    }

    [Fact]
    public void The_documentation_explains_every_key()
    {
        var page = File.ReadAllText(Path.Combine(Snapshot.Folder, "..", "..", "docs", "task-file.md"), Encoding.UTF8);
        Assert.All(TaskFields.OfTask.Keys.Concat(TaskFields.OfResources.Keys).Concat(TaskFields.OfHeader.Keys).Concat(TaskFields.OfJobRecovery.Keys), key => Assert.Contains($"`{key}`", page, StringComparison.Ordinal));
    }
}
