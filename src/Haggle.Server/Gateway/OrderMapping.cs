using System.Globalization;
using System.Text.Json;
using Haggle.Core.Runs;
using Haggle.Engine.Ports;
using Haggle.Wire.Agent;

namespace Haggle.Server.Gateway;

/// <summary>Writes orders for agents, and the environment that a program is promised.</summary>
internal static class OrderMapping
{
    /// <summary>What tells one order of a machine from another; everything else in it is the same for the whole attempt.</summary>
    public static string ShapeOf(AgentOrder order, StoreOrders stores) =>
        $"{stores.Stamp}|{order.Stage}|{string.Join(',', order.Peers)}|{string.Join(',', order.RestoreFrom.Select(c => c.Id))}|{order.Grace.Ticks}";

    /// <summary>The order in the agent's words, with secrets. Its id is not set yet.</summary>
    public static OrderMessage Order(AgentOrder order, RunSource? source, string checkpointFolder, StoreOrders stores)
    {
        ArgumentNullException.ThrowIfNull(order);
        var job = order.Job;
        var environment = Environment(job, order.Run, order.Slot, order.Peers, source?.User ?? "");
        foreach (var (name, value) in source?.Secrets ?? []) environment[name] = value;
        return new OrderMessage
        {
            Id = "",
            Stage = StageWord(order.Stage),
            Setup = job.Setup,
            Run = job.Run,
            Environment = environment,
            SecretNames = [.. (source?.Secrets ?? []).Select(secret => secret.Key)],
            Bundle = job.Bundle,
            Mounts = job.Mounts.IsDefault ? [] : [.. job.Mounts],
            Container = ContainerMapping.Of(order),
            CheckpointPath = job.Checkpoint?.Path ?? "",
            // One node saves, as in the frameworks: the first. The others only restore.
            CheckpointEverySeconds = job.Checkpoint is { } rule && order.Rank == 0 ? rule.Every.TotalSeconds / order.Slot.Quote.Offer.Pace : 0,
            CheckpointKeep = job.Checkpoint?.Keep ?? 0,
            CheckpointStore = job.Checkpoint is null ? "" : stores.CheckpointFolder.Length > 0 ? stores.CheckpointFolder : CheckpointStore(order.Run, checkpointFolder),
            CheckpointRemote = stores.Checkpoints,
            Remotes = stores.Mounts,
            RestoreFrom = [.. order.RestoreFrom.Select(StateMapping.Message)],
            GraceSeconds = order.Grace.TotalSeconds,
        };
    }

    /// <summary>The folder of a run's checkpoint store.</summary>
    public static string CheckpointStore(RunId run, string checkpointFolder) => Path.Combine(checkpointFolder, run.ToString());

    /// <summary>The environment of a run's program on a machine without its secrets, for a person's shell.</summary>
    public static Dictionary<string, string> PlainEnvironment(Run run, Slot slot) =>
        Environment(run.Job, run.Id, slot, run.Attempt?.Slots.Select(s => s.Address) ?? [], "");

    private static Dictionary<string, string> Environment(Job job, RunId run, Slot slot, IEnumerable<string> peers, string user)
    {
        var environment = new Dictionary<string, string>();
        foreach (var (name, value) in job.Environment) environment[name] = value;
        var accelerators = Number((long)Math.Ceiling(slot.Quote.Offer.AcceleratorCount));
        var addresses = string.Join('\n', peers);
        Both("RUN_ID", run.ToString());
        Both("MANAGED_JOB_ID", run.ToString());
        Both("EPOCH", Number(slot.Epoch));
        Both("TASK_ID", $"haggle-managed_{job.Name}_{run}-0");
        Both("CLUSTER_INFO", ClusterInfo(job, slot));
        Both("USER", user);
        Both("NUM_NODES", Number(job.Nodes));
        foreach (var stage in (string[])["", "SETUP_"])
        {
            Both(stage + "NODE_RANK", Number(slot.Rank));
            Both(stage + "NODE_IPS", addresses);
            Both(stage + "NUM_GPUS_PER_NODE", accelerators);
        }

        return environment;

        void Both(string name, string value)
        {
            environment["HAGGLE_" + name] = value;
            environment["SKYPILOT_" + name] = value;
        }
    }

    private static string ClusterInfo(Job job, Slot slot)
    {
        var offer = slot.Quote.Offer;
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartObject();
            json.WriteString("cluster_name", job.Name);
            json.WriteString("cloud", offer.Provider.Value);
            json.WriteString("region", offer.Region);
            json.WriteString("zone", offer.Zone);
            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(text.ToArray());
    }

    private static string StageWord(OrderStage stage) => stage switch
    {
        OrderStage.Hold => "hold",
        OrderStage.SetUp => "setup",
        OrderStage.Run => "run",
        OrderStage.Stop => "stop",
        _ => throw new System.Diagnostics.UnreachableException(stage.ToString()),
    };

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
