using System.Collections.Immutable;

namespace Haggle.Catalog.Live;

/// <summary>What an update is to do.</summary>
public sealed record UpdateWish
{
    /// <summary>The sources by name; empty for every one that can be asked.</summary>
    public ImmutableArray<string> Sources { get; init; } = [];

    /// <summary>The regions of sources that come by region; empty for all.</summary>
    public ImmutableArray<string> Regions { get; init; } = [];

    /// <summary>Sources whose new prices are let through although the gate would hold them back.</summary>
    public ImmutableArray<string> Accepted { get; init; } = [];

    /// <summary>The state folder.</summary>
    public required string StateFolder { get; init; }

    /// <summary>The folder of the program, where the offers that came with it are.</summary>
    public required string ProgramFolder { get; init; }
}
