namespace Haggle.Core.Runs;

/// <summary>What an agent is doing.</summary>
public enum AgentPhase
{
    /// <summary>Waiting for an order.</summary>
    Idle,

    /// <summary>Waiting for the job's files.</summary>
    NeedsBundle,

    /// <summary>Unpacking files, restoring the checkpoint, running the setup script.</summary>
    SettingUp,

    /// <summary>The program runs.</summary>
    Running,

    /// <summary>The program was told to stop and has its grace, or its last checkpoint is being saved.</summary>
    Stopping,

    /// <summary>The program is over and what could be saved is saved.</summary>
    Ended,
}
