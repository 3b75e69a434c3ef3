namespace Haggle.Core.Market;

/// <summary>Where a price comes from and when it held. Every price that is shown carries one.</summary>
/// <param name="Source">The page, file, API or configuration it was read from.</param>
/// <param name="AsOf">The instant at which the source said so.</param>
public readonly record struct Provenance(string Source, DateTimeOffset AsOf);
