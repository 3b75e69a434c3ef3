using System.Text.Json;
using Haggle.Providers.Slurm.Reading;

namespace Haggle.Providers.Tests.Slurm;

/// <summary>What Slurm writes, from 22.05 (as it was recorded) to the shapes that later versions document.</summary>
public sealed class SlurmShapesTests
{
    [Fact]
    public void A_job_of_22_05_and_the_same_job_of_later_versions_read_alike()
    {
        var old = Job("""
            {"job_id": 7, "name": "haggle-a-1-1-0", "job_state": "RUNNING", "state_reason": "None", "partition": "low", "nodes": "n1", "node_count": 1, "restart_cnt": 0,
             "submit_time": 1795282947, "start_time": 1795282948, "end_time": 1795283548, "gres_detail": ["gpu:h200:1(IDX:0)"], "tres_alloc_str": "cpu=1,mem=1000M,node=1,billing=1"}
            """);
        var later = Job("""
            {"job_id": 7, "name": "haggle-a-1-1-0", "job_state": ["RUNNING"], "state_reason": "None", "partition": "low", "nodes": "n1",
             "node_count": {"set": true, "infinite": false, "number": 1}, "restart_cnt": 0,
             "submit_time": {"set": true, "infinite": false, "number": 1795282947}, "start_time": {"set": true, "number": 1795282948},
             "end_time": {"set": true, "infinite": false, "number": 1795283548}, "gres_detail": [], "tres_alloc_str": "cpu=1,mem=1000M,node=1,gres/gpu=1,gres/gpu:h200=1"}
            """);
        Assert.Equal(["RUNNING"], old.States);
        Assert.Equal(old with { States = [] }, later with { States = [] });
        Assert.Equal(old.States, later.States);
        Assert.Equal((true, false, 1, 1795282948L), (old.IsRunning, old.IsOver, old.GpusPerNode, old.StartAt?.ToUnixTimeSeconds()));
    }

    [Theory]
    [InlineData("\"PENDING\"", 0, true, false, false)]
    [InlineData("[\"PENDING\"]", 1, false, false, true)]
    [InlineData("[\"PENDING\", \"REQUEUED\"]", 0, false, false, true)]
    [InlineData("\"PREEMPTED\"", 0, false, true, true)]
    [InlineData("[\"PREEMPTED\", \"COMPLETING\"]", 0, false, false, true)]
    [InlineData("\"TIMEOUT\"", 0, false, true, true)]
    [InlineData("\"NODE_FAIL\"", 0, false, true, false)]
    [InlineData("[\"CANCELLED\"]", 0, false, true, false)]
    [InlineData("\"OUT_OF_MEMORY\"", 0, false, true, false)]
    public void A_state_says_whether_a_job_waits_is_over_or_was_taken_back(string states, int restarts, bool waits, bool over, bool takenBack)
    {
        var job = Job($$"""{"job_id": 7, "name": "x", "job_state": {{states}}, "restart_cnt": {{restarts}}}""");
        Assert.Equal((waits, over, takenBack), (job.IsWaiting, job.IsOver, job.IsTakenBack));
    }

    [Fact]
    public void Numbers_that_are_not_set_or_have_no_end_are_none()
    {
        var job = Job("""
            {"job_id": {"set": true, "infinite": false, "number": 9}, "name": "x", "job_state": "PENDING", "start_time": {"set": false, "infinite": false, "number": 0},
             "end_time": {"set": true, "infinite": true, "number": 0}, "submit_time": null, "state_reason": "Resources"}
            """);
        Assert.Equal((9L, null, null, null, "Resources"), (job.Id, job.StartAt, job.EndAt, job.SubmittedAt, job.Reason));
    }

    [Fact]
    public void Nodes_read_alike_from_22_05_later_versions_and_scontrol()
    {
        var old = SlurmJson.Nodes(Parse("""
            {"nodes": [{"name": "n1", "address": "127.0.0.1", "cpus": 4, "real_memory": 4000, "gres": "gpu:h200:2", "partitions": ["low", "high"], "state": "idle", "state_flags": []}]}
            """))[0];
        var later = SlurmJson.Nodes(Parse("""
            {"nodes": [{"name": "n1", "address": "127.0.0.1", "cpus": 6, "effective_cpus": 4, "real_memory": 5000, "specialized_memory": 1000, "gres": "gpu:h200:2(S:0-1)",
              "partitions": ["low", "high"], "state": ["IDLE"]}]}
            """))[0];
        var text = SlurmText.Nodes("NodeName=n1 Arch=x86_64 CPUAlloc=0 CPUEfctv=4 CPUTot=6 Gres=gpu:h200:2(S:0-1) NodeAddr=127.0.0.1 OS=Linux 6.1 #1 RealMemory=4000 State=IDLE Partitions=low,high")[0];
        Assert.Equal(old, later);
        Assert.Equal(old, text);
        Assert.True(old.IsIn("high") && !old.IsIn("hig"));
    }

    [Theory]
    [InlineData("IDLE", true)]
    [InlineData("MIXED", true)]
    [InlineData("ALLOCATED+COMPLETING", true)]
    [InlineData("IDLE+CLOUD+POWERED_DOWN", true)]
    [InlineData("DOWN*", false)]
    [InlineData("IDLE+DRAIN", false)]
    [InlineData("UNKNOWN", false)]
    public void A_node_that_is_down_or_drained_is_offered_to_nobody(string state, bool usable) =>
        Assert.Equal(usable, SlurmText.Nodes($"NodeName=n1 State={state}")[0].IsUsable);

    [Fact]
    public void Partitions_read_alike_from_all_versions_and_scontrol()
    {
        var old = SlurmJson.Partitions(Parse("""
            {"partitions": [{"name": "low", "state": "UP", "preemption_mode": ["requeue"], "preemption_grace_time": 8, "max_time_limit": 60},
                            {"name": "high", "state": "UP", "preemption_mode": ["disabled"], "preemption_grace_time": 0, "max_time_limit": -1}]}
            """));
        var later = SlurmJson.Partitions(Parse("""
            {"partitions": [{"name": "low", "partition": {"state": ["UP"]}, "grace_time": 8, "preempt_mode": ["REQUEUE"], "maximums": {"time": {"set": true, "infinite": false, "number": 60}}},
                            {"name": "high", "partition": {"state": ["UP"]}, "grace_time": 0, "maximums": {"time": {"set": true, "infinite": true, "number": 0}}}]}
            """));
        var text = SlurmText.Partitions(
            "PartitionName=low Default=YES GraceTime=8 MaxTime=01:00:00 PreemptMode=REQUEUE State=UP\nPartitionName=high GraceTime=0 MaxTime=UNLIMITED PreemptMode=OFF State=UP\n");
        Assert.Equal([new SlurmQueue("low", true, true, TimeSpan.FromSeconds(8), TimeSpan.FromHours(1)), new SlurmQueue("high", true, false, TimeSpan.Zero, null)], old);
        Assert.Equal(old, later);
        Assert.Equal(old, text);
    }

    [Theory]
    [InlineData("gpu:h200:2", 2, "h200")]
    [InlineData("gpu:2", 2, "")]
    [InlineData("gpu", 1, "")]
    [InlineData("gpu:h200:2(S:0-1),craynetwork:4", 2, "h200")]
    [InlineData("gpu:h200:2(IDX:0,1),gpu:a100:1(IDX:2)", 3, "h200")]
    [InlineData("gres:gpu:h200:1", 1, "h200")]
    [InlineData("cpu=4,mem=8G,node=2,billing=4,gres/gpu=4,gres/gpu:h200=4", 4, "h200")]
    [InlineData("gres/gpu:h200:2", 2, "h200")]
    [InlineData("(null)", 0, "")]
    [InlineData("", 0, "")]
    public void GPUs_are_read_from_every_spelling(string text, int count, string type) => Assert.Equal((count, type), GresText.Gpus(text));

    [Fact]
    public void Lines_of_squeue_hold_names_with_anything_in_them()
    {
        var jobs = SlurmText.Jobs("5|COMPLETED|1795282993|1795283011|1795283021|high|n[1-2]|gres:gpu:2|None|wr|ap\n1|PENDING|1795282948|N/A|N/A|low||gres:gpu:h200:1|Resources|mine\nnonsense\n");
        Assert.Equal(["wr|ap", "mine"], jobs.Select(job => job.Name));
        Assert.Equal((2, "n[1-2]", true), (jobs[0].GpusPerNode, jobs[0].Nodes, jobs[0].IsOver));
        Assert.Equal((null, "Resources", true), (jobs[1].StartAt, jobs[1].Reason, jobs[1].IsWaiting));
    }

    [Fact]
    public void Accounts_say_who_cancelled_and_that_is_no_other_state() =>
        Assert.Equal(["CANCELLED"], SlurmText.Accounted("7|CANCELLED by 1000|1795282993|1795283011|1795283021|high|n1|x\n")[0].States);

    [Theory]
    [InlineData("slurm 22.05.8", 22, 5)]
    [InlineData("slurm-wlm 22.05.8", 22, 5)]
    [InlineData("slurm 24.11.0-0rc1", 24, 11)]
    [InlineData("", 0, 0)]
    public void Versions_are_read_as_distributions_write_them(string line, int major, int minor) =>
        Assert.Equal((major, minor), (SlurmText.VersionOf(line).Major, SlurmText.VersionOf(line).Minor));

    [Theory]
    [InlineData("UNLIMITED", null)]
    [InlineData("30", 30.0)]
    [InlineData("00:30:00", 30.0)]
    [InlineData("1-00:00:00", 1440.0)]
    [InlineData("2-12", 3600.0)]
    public void Spans_are_read_in_all_of_Slurms_spellings(string text, double? minutes) => Assert.Equal(minutes, SlurmText.Span(text)?.TotalMinutes);

    [Fact]
    public void Complaints_and_the_next_in_line_are_found()
    {
        Assert.Equal("Invalid account", SlurmJson.Errors(Parse("""{"errors": [{"error": "1", "error_number": 2045, "description": "Invalid account"}]}""")));
        Assert.Equal(8, SlurmJson.Submitted(Parse("""{"result": {"job_id": 8}, "errors": []}""")));
        var waiting = """
            {"jobs": [{"job_id": 3, "job_state": ["PENDING"], "partition": "low", "priority": {"set": true, "infinite": false, "number": 5}},
                      {"job_id": 2, "job_state": "PENDING", "partition": "low", "priority": 5}, {"job_id": 4, "job_state": "PENDING", "partition": "low", "priority": 9},
                      {"job_id": 1, "job_state": "RUNNING", "partition": "low", "priority": 9}, {"job_id": 5, "job_state": "PENDING", "partition": "high", "priority": 99}]}
            """;
        Assert.Equal([4, 2, 3], SlurmJson.Waiting(Parse(waiting), "low"));
    }

    private static SlurmJob Job(string json) => SlurmJson.Jobs(Parse($$"""{"jobs": [{{json}}]}"""))[0];

    private static JsonElement Parse(string json) => JsonDocument.Parse(json).RootElement;
}
