using System.Collections.Immutable;
using System.Text.Json;

namespace Haggle.Providers.Slurm.Reading;

/// <summary>
/// Reads what squeue, sinfo and scontrol write with --json and what slurmrestd answers: one family of shapes, from openapi v0.0.37 on. Unknown fields are
/// ignored; what is missing is empty. Pure.
/// </summary>
internal static class SlurmJson
{
    /// <summary>The document's own complaints in one sentence; "" for none.</summary>
    public static string Errors(JsonElement root)
    {
        var errors = SlurmValue.Child(root, "errors");
        if (errors.ValueKind != JsonValueKind.Array) return "";
        var texts = errors.EnumerateArray()
            .Select(each => SlurmValue.Text(each, "description", "error") is { Length: > 0 } told ? told : SlurmValue.Text(each, "error"))
            .Where(text => text.Length > 0);
        return string.Join("; ", texts);
    }

    /// <summary>The jobs of a list.</summary>
    public static ImmutableArray<SlurmJob> Jobs(JsonElement root) => [.. Entries(root, "jobs").Select(Job).OfType<SlurmJob>()];

    /// <summary>The nodes of a list.</summary>
    public static ImmutableArray<SlurmNode> Nodes(JsonElement root) => [.. Entries(root, "nodes").Select(Node)];

    /// <summary>The partitions of a list.</summary>
    public static ImmutableArray<SlurmQueue> Partitions(JsonElement root) => [.. Entries(root, "partitions").Select(Partition)];

    /// <summary>The jobs that wait in a partition, the next one first.</summary>
    public static ImmutableArray<long> Waiting(JsonElement root, string partition)
    {
        var waiting = Entries(root, "jobs").Where(job => SlurmValue.Words(job, "job_state").Contains("PENDING") && SlurmValue.Text(job, "partition") == partition)
            .Select(job => (Id: SlurmValue.Number(job, "job_id") ?? 0, Priority: SlurmValue.Number(job, "priority") ?? 0));
        return [.. waiting.OrderByDescending(each => each.Priority).ThenBy(each => each.Id).Select(each => each.Id)];
    }

    /// <summary>The number of a job that was just submitted; null when there is none.</summary>
    public static long? Submitted(JsonElement root) =>
        SlurmValue.Number(root, "job_id") ?? SlurmValue.Number(SlurmValue.Child(root, "result"), "job_id");

    private static SlurmJob? Job(JsonElement job)
    {
        if (SlurmValue.Number(job, "job_id") is not { } id) return null;
        return new SlurmJob
        {
            Id = id,
            Name = SlurmValue.Text(job, "name"),
            States = SlurmValue.Words(job, "job_state"),
            Reason = SlurmValue.Text(job, "state_reason") is var reason && reason is "None" or "(null)" ? "" : reason,
            Partition = SlurmValue.Text(job, "partition"),
            Nodes = SlurmValue.Text(job, "nodes"),
            SubmittedAt = SlurmValue.Instant(job, "submit_time"),
            StartAt = SlurmValue.Instant(job, "start_time"),
            EndAt = SlurmValue.Instant(job, "end_time"),
            Restarts = (int)(SlurmValue.Number(job, "restart_cnt") ?? 0),
            GpusPerNode = GpusPerNode(job),
        };
    }

    private static int? GpusPerNode(JsonElement job)
    {
        // What each node really gave, where it is told; else what the whole job was charged for; else what was asked for.
        if (SlurmValue.Child(job, "gres_detail") is { ValueKind: JsonValueKind.Array } detail && detail.GetArrayLength() > 0)
            return detail.EnumerateArray().Min(node => GresText.Gpus(node.GetString() ?? "").Count);
        var nodes = (int)Math.Max(1, SlurmValue.Number(job, "node_count") ?? 1);
        if (GresText.Gpus(SlurmValue.Text(job, "tres_alloc_str")) is { Count: > 0 } charged) return charged.Count / nodes;
        return GresText.Gpus(SlurmValue.Text(job, "tres_per_node")).Count;
    }

    private static SlurmNode Node(JsonElement node)
    {
        var (gpus, type) = GresText.Gpus(SlurmValue.Text(node, "gres"));
        var name = SlurmValue.Text(node, "name");
        var address = SlurmValue.Text(node, "address");
        var memory = (SlurmValue.Number(node, "real_memory") ?? 0) - (SlurmValue.Number(node, "specialized_memory") ?? 0);
        var states = SlurmValue.Words(node, "state").AddRange(SlurmValue.Words(node, "state_flags"));
        return new SlurmNode(
            name, address.Length > 0 ? address : name, SlurmValue.Text(node, "partitions"), (int)(SlurmValue.Number(node, "effective_cpus", "cpus") ?? 0), memory, gpus, type,
            NodeStates.IsUsable(states));
    }

    private static SlurmQueue Partition(JsonElement partition)
    {
        var states = SlurmValue.Words(partition, "state");
        if (states.IsEmpty) states = SlurmValue.Words(SlurmValue.Child(partition, "partition"), "state");
        var modes = SlurmValue.Words(partition, "preemption_mode", "preempt_mode");
        var grace = SlurmValue.Number(partition, "preemption_grace_time", "grace_time") ?? 0;

        // Newer versions nest it, older ones say -1 for no limit.
        var longest = SlurmValue.Number(partition, "max_time_limit") ?? SlurmValue.Number(SlurmValue.Child(partition, "maximums"), "time");
        return new SlurmQueue(
            SlurmValue.Text(partition, "name"), states.IsEmpty || states.Contains("UP"), modes.Any(mode => mode is not ("OFF" or "DISABLED" or "UNSET")),
            TimeSpan.FromSeconds(Math.Max(0, grace)), longest is > 0 and < uint.MaxValue - 2 and var minutes ? TimeSpan.FromMinutes(minutes) : null);
    }

    private static IEnumerable<JsonElement> Entries(JsonElement root, string name) =>
        SlurmValue.Child(root, name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];
}
