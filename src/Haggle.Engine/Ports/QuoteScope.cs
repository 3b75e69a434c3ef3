using Haggle.Core.Runs;

namespace Haggle.Engine.Ports;

/// <summary>What quotes are wanted for.</summary>
/// <param name="Rehearsal">The rehearsal whose offers are meant; null for machines in earnest.</param>
public sealed record QuoteScope(Rehearsal? Rehearsal);
