namespace Haggle.Core.Policy.Spot;

/// <summary>What a job holds or wants to hold: nothing, a machine on demand, or a spot machine in one zone.</summary>
/// <param name="Code">-1: idle; -2: on demand; 0 and above: spot in the zone of that index.</param>
public readonly record struct SpotAction(int Code)
{
    /// <summary>Holds nothing and pays nothing.</summary>
    public static SpotAction Idle => new(-1);

    /// <summary>Holds a machine that nobody takes away.</summary>
    public static SpotAction OnDemand => new(-2);

    /// <summary>Holds a spot machine in a zone.</summary>
    /// <param name="zone">The zone's index, 0 or above.</param>
    public static SpotAction Spot(int zone) => new(zone);

    /// <summary>Whether this is a spot machine.</summary>
    public bool IsSpot => Code >= 0;

    /// <summary>Whether this is nothing at all.</summary>
    public bool IsIdle => Code == -1;

    /// <summary>Whether this is a machine on demand.</summary>
    public bool IsOnDemand => Code == -2;

    /// <inheritdoc />
    public override string ToString() => Code switch { -1 => "idle", -2 => "on demand", var zone => $"spot in zone {zone}" };
}
