using Haggle.Core.Units;

namespace Haggle.Providers.Rentals;

/// <summary>A machine of ours in an account.</summary>
/// <param name="Kind">"machine", "disk", "address", "key", "network".</param>
/// <param name="Id">Its name there.</param>
/// <param name="Owner">Which state store it belongs to; "" for what is shared by all runs.</param>
/// <param name="Token">The launch that it came of; "" for none.</param>
/// <param name="PerDay">What it costs a day; null when nobody knows.</param>
/// <param name="About">Its state and size, for people.</param>
public sealed record CloudLeftover(string Kind, string Id, string Owner, string Token, Money? PerDay, string About);
