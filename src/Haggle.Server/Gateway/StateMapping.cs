using System.Collections.Immutable;
using Haggle.Core.Runs;
using Haggle.Wire.Agent;

namespace Haggle.Server.Gateway;

/// <summary>Reads an agent's state. An agent may be older or newer than the server: what it leaves out is taken as empty.</summary>
internal static class StateMapping
{
    /// <summary>The state in the engine's words.</summary>
    public static AgentState State(StateMessage state, int epoch) => new()
    {
        Phase = Phase(state.Phase),
        SetupDone = state.SetupDone,
        ExitCode = state.ExitCode,
        Why = Why(state),
        ReclaimAt = state.ReclaimAt,
        StartedAt = state.StartedAt,
        EndedAt = state.EndedAt,
        Progress = state.Progress is { } progress ? Progress(progress) : null,
        Checkpoints = [.. (state.Checkpoints ?? []).Select(c => new CheckpointRef(c.Id, epoch, c.Step, c.Bytes, c.ManifestSha256, c.SavedAt))],
        RestoredFrom = state.RestoredFrom ?? "",
        Transfer = state.Transfer is { } copy ? new StoreTransfer(copy.What ?? "", copy.BytesDone, copy.BytesTotal, copy.BytesPerSecond, copy.Trouble ?? "") : null,
        LogLength = state.LogLength,
    };

    /// <summary>A checkpoint in the agent's words.</summary>
    public static CheckpointMessage Message(CheckpointRef checkpoint) => new()
    {
        Id = checkpoint.Id,
        Step = checkpoint.Step,
        Bytes = checkpoint.Bytes,
        ManifestSha256 = checkpoint.ManifestSha256,
        SavedAt = checkpoint.SavedAt,
    };

    // While the program goes on there is no reason to tell, and so there is room for the agent's last remark.
    private static string Why(StateMessage state) => state switch
    {
        { Why: { Length: > 0 } why } => why,
        { Phase: not "ended", Notes: [.., var note] } => note,
        _ => "",
    };

    private static Progress Progress(ProgressMessage progress) => new()
    {
        Step = progress.Step,
        Of = progress.Of,
        Loss = progress.Loss,
        Rate = progress.Rate,
        RateUnit = progress.RateUnit ?? "",
        Metrics = (progress.Metrics ?? []).ToImmutableArray(),
        Phase = progress.Phase ?? "",
        PhaseSeconds = (progress.PhaseSeconds ?? []).ToImmutableArray(),
        At = progress.At,
    };

    private static AgentPhase Phase(string phase) => phase switch
    {
        "idle" => AgentPhase.Idle,
        "needs-bundle" => AgentPhase.NeedsBundle,
        "setting-up" => AgentPhase.SettingUp,
        "running" => AgentPhase.Running,
        "stopping" => AgentPhase.Stopping,
        "ended" => AgentPhase.Ended,
        _ => throw new InvalidDataException($"the phase \"{phase}\" is not known to this server; it is older than the agent"),
    };
}
