using System.Globalization;
using Haggle.Core.Economics.Speed;
using Haggle.Core.Economics.Training;
using Haggle.Core.Tasks;
using Haggle.Core.Units;

namespace Haggle.Cli.Benching;

/// <summary>What a short piece of a task took on one offer: one line of a results file.</summary>
internal sealed record MeasuredResult
{
    public required string Task { get; init; }

    /// <summary>The key of the offer.</summary>
    public required string Offer { get; init; }

    /// <summary>The canonical name; "" for a machine without.</summary>
    public string Accelerator { get; init; } = "";

    public double Count { get; init; }

    public int Nodes { get; init; } = 1;

    public HourlyRate Rate { get; init; }

    /// <summary>Steps that were timed, after those that warmed up.</summary>
    public required double Steps { get; init; }

    /// <summary>What the timed steps took, by the agent's clock.</summary>
    public required double MeasuredSeconds { get; init; }

    /// <summary>What the program itself told of its throughput; 0 when it told nothing.</summary>
    public double ToldRate { get; init; }

    /// <summary>The unit of that ("images/s").</summary>
    public string ToldUnit { get; init; } = "";

    /// <summary>How long each phase took that the program named, as a results file has it: "fit=301.5;predict=33"; "" for none.</summary>
    public string Phases { get; init; } = "";

    /// <summary>From the wish to a machine that answers.</summary>
    public double PlacingSeconds { get; init; }

    /// <summary>Files, downloads, setup: until the program runs.</summary>
    public double PreparingSeconds { get; init; }

    /// <summary>The program's first steps, which are slower: compilation, caches, its own download.</summary>
    public double WarmUpSeconds { get; init; }

    /// <summary>Everything, from the wish to the end.</summary>
    public double WallSeconds { get; init; }

    /// <summary>What the piece cost, by the ledger.</summary>
    public Money Cost { get; init; }

    /// <summary>Whether it ran here as if on the offer: then its speed is this computer's.</summary>
    public bool IsRehearsed { get; init; }

    public DateTimeOffset At { get; init; }

    public double StepsPerSecond => Steps / MeasuredSeconds;

    /// <summary>Seconds of phases as a results file has them; what would part them there is replaced in their names.</summary>
    public static string PhasesOf(Dictionary<string, double>? seconds) =>
        string.Join(';', (seconds ?? []).Select(each => string.Concat(each.Key.Select(c => c is ';' or '=' or ',' or '"' ? '_' : c)) + "=" + each.Value.ToString("0.###", CultureInfo.InvariantCulture)));

    /// <summary>What it says of a task's speed; null when it is of another task, was rehearsed, or counts something else than the work does.</summary>
    public SpeedMeasurement? For(TaskSpec spec, Workload workload, TrainingWork work)
    {
        if (IsRehearsed || Task != (spec.Name ?? "")) return null;
        double? speed = work.Unit == "step" ? StepsPerSecond
            : ToldRate > 0 && (ToldUnit == work.Unit + "s/s" || ToldUnit == work.Unit + "/s") ? ToldRate
            : workload is Workload.KnownModel { BatchSize: { } batch } ? StepsPerSecond * batch
            : null;
        if (speed is not > 0) return null;
        return new SpeedMeasurement { Offer = Offer, Card = Accelerator, Count = Count, Nodes = Nodes, UnitsPerSecond = speed.Value, Source = $"bench of {Render.TimeText.Day(At)}" };
    }
}
