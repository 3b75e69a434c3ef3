namespace Haggle.Catalog.Imports;

/// <summary>A price file to be imported, and what it does not say itself.</summary>
/// <param name="Path">Where it lies.</param>
/// <param name="Source">Whose prices they are, for people; each price bears it.</param>
/// <param name="AsOf">When they held; null when the file says so itself.</param>
/// <param name="Provider">The provider, for files that name none; "" otherwise.</param>
public sealed record PriceFile(string Path, string Source, DateTimeOffset? AsOf, string Provider)
{
    /// <summary>Whether its rows may be passed on in the built-in snapshot; not where no licence says so.</summary>
    public bool IsShipped { get; init; } = true;
}
