using Haggle.Cli.Charts;

namespace Haggle.Cli.Reports;

/// <summary>What happened when: one row for each machine, zone or kind, with bands along a common axis of time.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Time">The axis; usually hours since the start.</param>
/// <param name="Rows">From top to bottom.</param>
internal sealed record Timeline(string Title, Axis Time, IReadOnlyList<TimelineRow> Rows)
{
    /// <summary>What the kinds of bands mean, by number.</summary>
    public IReadOnlyList<string> Kinds { get; init; } = [];

    /// <summary>Moments that matter.</summary>
    public IReadOnlyList<Mark> Marks { get; init; } = [];

    /// <summary>What it says, in a sentence, for people who cannot see it.</summary>
    public string Description { get; init; } = "";
}
