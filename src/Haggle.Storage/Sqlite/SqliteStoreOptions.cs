using Haggle.Core.Runs;

namespace Haggle.Storage.Sqlite;

/// <summary>How a store is opened.</summary>
public sealed record SqliteStoreOptions
{
    /// <summary>The database file; null for a store in memory that is gone when it is disposed of.</summary>
    public string? Path { get; init; }

    /// <summary>
    /// Whether each call is on the disk when it returns. Without it a power cut may lose the newest calls (a killed process loses nothing):
    /// for tests and the simulation.
    /// </summary>
    public bool Durable { get; init; } = true;

    /// <summary>The identity that a new store gets; null for a random one. An existing store keeps its own.</summary>
    public OwnerId? Owner { get; init; }

    /// <summary>How long to wait for another process that is writing.</summary>
    public TimeSpan BusyPatience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The store's name in messages.</summary>
    internal string Place => Path ?? "the store in memory";
}
