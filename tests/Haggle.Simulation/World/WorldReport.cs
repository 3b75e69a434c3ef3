using System.Globalization;

namespace Haggle.Simulation.World;

/// <summary>What came of a world.</summary>
public sealed record WorldReport
{
    /// <summary>Its seed.</summary>
    public required ulong Seed { get; init; }

    /// <summary>The first promise that was broken, with what happened; null for none.</summary>
    public Violation? Broken { get; init; }

    /// <summary>How many things happened.</summary>
    public long Steps { get; init; }

    /// <summary>How much time passed in it.</summary>
    public TimeSpan Lasted { get; init; }

    /// <summary>How many runs there were, and how they ended.</summary>
    public IReadOnlyDictionary<string, int> Outcomes { get; init; } = new Dictionary<string, int>();

    /// <summary>How many machines there were.</summary>
    public int Machines { get; init; }

    /// <summary>How often the server was killed.</summary>
    public int Kills { get; init; }

    /// <summary>How many changes were stored.</summary>
    public int Saves { get; init; }

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"seed {Seed}: {(Broken is null ? "every promise held" : Broken.ToString())}; {Lasted.TotalHours:0.0} h, {Steps} steps, {Machines} machines, {Saves} saves, {Kills} kills, {string.Join(", ", Outcomes.Select(o => $"{o.Value} {o.Key}"))}");
}
