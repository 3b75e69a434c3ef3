namespace Haggle.Core.Market;

/// <summary>Where a machine stands, as far as law and distance go.</summary>
/// <param name="Code">ISO 3166-1, two letters ("DE").</param>
/// <param name="Name">Its English name.</param>
/// <param name="Continent">"AF", "AS", "EU", "NA", "OC" or "SA".</param>
/// <param name="IsInEuropeanUnion">Whether it is a member of the European Union.</param>
public sealed record Country(string Code, string Name, string Continent, bool IsInEuropeanUnion);
