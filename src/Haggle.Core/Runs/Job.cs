using System.Collections.Immutable;
using Haggle.Core.Tasks;
using Haggle.Core.Units;

namespace Haggle.Core.Runs;

/// <summary>What a run is to do: the part of a task file that the engine and the agent act on. Holds no secret values.</summary>
public sealed record Job
{
    /// <summary>The name that people see.</summary>
    public required string Name { get; init; }

    /// <summary>How many machines the job takes, all at once; at least 1.</summary>
    public int Nodes { get; init; } = 1;

    /// <summary>Its priority where machines are shared, -1000 to 1000; higher goes first. Default 0.</summary>
    public int Priority { get; init; }

    /// <summary>The shell script that prepares a machine, once; "" for none.</summary>
    public string Setup { get; init; } = "";

    /// <summary>The shell script that is the job.</summary>
    public string Run { get; init; } = "";

    /// <summary>Environment variables of both scripts.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Environment { get; init; } = [];

    /// <summary>The machines that would do, in the order of preference when <see cref="WishesOrdered"/>; empty: any machine.</summary>
    public ImmutableArray<ResourceWish> Wishes { get; init; } = [];

    /// <summary>Whether an earlier wish is preferred to a cheaper later one.</summary>
    public bool WishesOrdered { get; init; }

    /// <summary>The bundle of files (workdir and mounts) that goes to each machine: its SHA-256 in hex, or "" for none.</summary>
    public string Bundle { get; init; } = "";

    /// <summary>The places outside the working folder that files of the bundle are to be found at, absolute or beginning with ~; empty for none.</summary>
    public ImmutableArray<string> Mounts { get; init; } = [];

    /// <summary>What comes from stores before the setup; default or empty for nothing.</summary>
    public ImmutableArray<RemoteMount> Remotes { get; init; } = [];

    /// <summary>How the job's container is run; null for one as usual. Which image it is, the wishes say.</summary>
    public ContainerOptions? Container { get; init; }

    /// <summary>How checkpoints are kept; null when the task has none.</summary>
    public CheckpointRule? Checkpoint { get; init; }

    /// <summary>The most that the run may cost.</summary>
    public Money? Budget { get; init; }

    /// <summary>When it should be done.</summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>The longest that the program may run, all attempts added up, in the offer's time.</summary>
    public TimeSpan? MaxDuration { get; init; }

    /// <summary>How long the program is expected to run in all, in the offer's time, before it has shown any progress; null when nobody knows.</summary>
    public TimeSpan? ExpectedWork { get; init; }

    /// <summary>Whether a machine that is lost is replaced; otherwise the run fails with it. Default true.</summary>
    public bool ReplacesLost { get; init; } = true;

    /// <summary>How often the program may fail by itself before the run fails.</summary>
    public int MaxRestartsOnErrors { get; init; }

    /// <summary>Exit codes after which the program is started again without counting as a failure.</summary>
    public ImmutableArray<int> RecoverOnExitCodes { get; init; } = [];

    /// <summary>How long it takes on each kind of machine that would do, by its workload; empty when the task file has none.</summary>
    public ImmutableArray<Planning.Forecast> Forecasts { get; init; } = [];

    /// <summary>What its machines must be brought, and from where; null when nothing is known of it.</summary>
    public JobData? Data { get; init; }

    /// <summary>The rehearsal that this run is; null in earnest.</summary>
    public Rehearsal? Rehearsal { get; init; }
}
