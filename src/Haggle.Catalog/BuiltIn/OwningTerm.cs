using Haggle.Core.Market;

namespace Haggle.Catalog.BuiltIn;

/// <summary>One assumption about owning a machine.</summary>
/// <param name="Name">Its name, as machine files write it.</param>
/// <param name="Value">Its value, exact.</param>
/// <param name="What">Its unit and meaning, for people.</param>
/// <param name="Provenance">Who says so, and when.</param>
public sealed record OwningTerm(string Name, decimal Value, string What, Provenance Provenance);
