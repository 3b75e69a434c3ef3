using Haggle.Core.Units;

namespace Haggle.Cli.Comparing;

/// <summary>What one way to do a task took: a line of a results file, or a run. Times leave out what <see cref="ExcludedSeconds"/> names.</summary>
internal sealed record Measured
{
    /// <summary>What was done; only the same task is compared.</summary>
    public required string Task { get; init; }

    /// <summary>Where: an offer's key, or any name.</summary>
    public required string Offer { get; init; }

    public int Nodes { get; init; } = 1;

    /// <summary>What was timed, in seconds.</summary>
    public required double Seconds { get; init; }

    /// <summary>Steps that were timed; 0 when nobody counted.</summary>
    public double Steps { get; init; }

    /// <summary>What one machine costs an hour; null when only the cost is known.</summary>
    public HourlyRate? Rate { get; init; }

    /// <summary>What the source says it cost; null when it does not.</summary>
    public Money? StatedCost { get; init; }

    /// <summary>The timed phases in their order, with their seconds.</summary>
    public IReadOnlyList<(string Name, double Seconds)> Phases { get; init; } = [];

    /// <summary>Getting a machine, downloads, warming up: left out of the time.</summary>
    public double ExcludedSeconds { get; init; }

    /// <summary>Whether it ran here as if on the offer.</summary>
    public bool IsRehearsed { get; init; }

    /// <summary>When; null when nobody says.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>Who says so.</summary>
    public string Source { get; init; } = "";

    /// <summary>The line of the file, as it was written; null for a run.</summary>
    public IReadOnlyDictionary<string, string>? Cells { get; init; }
}
