namespace Haggle.Wire.Agent;

/// <summary>Something outside the machine that the program is to find at a place.</summary>
public sealed record MountMessage
{
    /// <summary>The place, as <see cref="MountPlace"/> spells it.</summary>
    public required string Destination { get; init; }

    /// <summary>"copy", "mount" or "mount-cached".</summary>
    public required string Mode { get; init; }

    /// <summary>Where it is.</summary>
    public required RemoteMessage Remote { get; init; }

    /// <summary>Whether the program may not write there.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>More words for the mounting program.</summary>
    public string[] Options { get; init; } = [];

    /// <summary>Files of the bundle that are to be sent there first: their folder in it; "" for none.</summary>
    public string SendFirst { get; init; } = "";
}
