using System.Collections.Immutable;
using Haggle.Core.Market;

namespace Haggle.Core.Economics.Advising;

/// <summary>A piece of advice and when it applies. Rules are data: they can be read, disputed and changed without touching the program.</summary>
/// <param name="Id">Its lasting name.</param>
/// <param name="Leans">Which way it leans.</param>
/// <param name="Weight">How much it counts against others; more than zero.</param>
/// <param name="When">All of these must hold.</param>
/// <param name="Says">What it says to people; {fact} stands for a number of the case.</param>
/// <param name="Provenance">Who says so, and when.</param>
public sealed record AdviceRule(string Id, Leaning Leans, double Weight, ImmutableArray<AdviceCondition> When, string Says, Provenance Provenance);
