namespace Haggle.Wire.Agent;

/// <summary>A place in a store outside the machine, with what opens it.</summary>
public sealed record RemoteMessage
{
    /// <summary>The address, for people.</summary>
    public required string Address { get; init; }

    /// <summary>The settings of the program that talks to stores. They hold secrets: in memory and in that program's environment only.</summary>
    public Dictionary<string, string> Settings { get; init; } = [];

    /// <summary>Bucket and path.</summary>
    public string Path { get; init; } = "";
}
