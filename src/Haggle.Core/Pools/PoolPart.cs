using System.Collections.Immutable;
using Haggle.Core.Units;

namespace Haggle.Core.Pools;

/// <summary>What one node of a run has of one machine.</summary>
/// <param name="Host">The machine's place in the list of machines, from 0.</param>
/// <param name="Cards">The accelerators' numbers.</param>
/// <param name="Thousandths">What it has of each of them: 1000 for whole cards.</param>
/// <param name="Vcpus">Its CPUs.</param>
/// <param name="Memory">Its main memory.</param>
public sealed record PoolPart(int Host, ImmutableArray<int> Cards, int Thousandths, double Vcpus, Gib Memory);
