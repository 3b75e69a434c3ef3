using System.Collections.Immutable;

namespace Haggle.Images;

/// <summary>The NVIDIA cards that a program would get on a machine, and their driver.</summary>
/// <param name="Host">What people call the machine.</param>
/// <param name="Driver">The driver's version; no version when it is not known.</param>
/// <param name="Cards">The cards, each model once.</param>
public sealed record HostCards(string Host, DottedVersion Driver, ImmutableArray<Card> Cards);
