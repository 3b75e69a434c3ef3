namespace Haggle.Wire.Agent;

/// <summary>What an agent should be doing. A level: the same order twice changes nothing.</summary>
public sealed record OrderMessage
{
    /// <summary>Names the content of the order.</summary>
    public required string Id { get; init; }

    /// <summary>"hold", "setup", "run" or "stop".</summary>
    public required string Stage { get; init; }

    /// <summary>The setup script; "" for none.</summary>
    public string Setup { get; init; } = "";

    /// <summary>The run script.</summary>
    public string Run { get; init; } = "";

    /// <summary>Environment variables, secrets included.</summary>
    public Dictionary<string, string> Environment { get; init; } = [];

    /// <summary>Names of the variables whose values may never be written to a log or to disk in the clear.</summary>
    public string[] SecretNames { get; init; } = [];

    /// <summary>The bundle of files: SHA-256 in hex, or "".</summary>
    public string Bundle { get; init; } = "";

    /// <summary>The places outside the working folder that files of the bundle are to be found at: <see cref="MountPlace"/> says where they lie in it.</summary>
    public string[] Mounts { get; init; } = [];

    /// <summary>The container that the scripts run in; null for the machine itself.</summary>
    public ContainerMessage? Container { get; init; }

    /// <summary>The checkpoint folder, relative to the working folder; "" when the job keeps none.</summary>
    public string CheckpointPath { get; init; } = "";

    /// <summary>How often the folder is looked at, in seconds of this machine's clock.</summary>
    public double CheckpointEverySeconds { get; init; }

    /// <summary>How many checkpoints are kept.</summary>
    public int CheckpointKeep { get; init; }

    /// <summary>Where checkpoints go: the absolute folder of the run's checkpoint store.</summary>
    public string CheckpointStore { get; init; } = "";

    /// <summary>Where checkpoints go instead, when that is outside the machine: the run's folder there; null for <see cref="CheckpointStore"/>.</summary>
    public RemoteMessage? CheckpointRemote { get; init; }

    /// <summary>What comes from stores before the setup.</summary>
    public MountMessage[] Remotes { get; init; } = [];

    /// <summary>What to start from: the first that verifies.</summary>
    public CheckpointMessage[] RestoreFrom { get; init; } = [];

    /// <summary>The time between SIGTERM and SIGKILL.</summary>
    public double GraceSeconds { get; init; }
}
