using Haggle.Core.Units;

namespace Haggle.Providers.Aws;

/// <summary>Something of ours in an account.</summary>
/// <param name="Kind">"machine", "disk", "address", "spot request", "key", "security group".</param>
/// <param name="Region">Where.</param>
/// <param name="Id">Its name there.</param>
/// <param name="Owner">Which state store it belongs to; "" for what is shared by all runs.</param>
/// <param name="Token">The launch that it came of; "" for none.</param>
/// <param name="PerDay">What it costs a day; null when nobody knows.</param>
/// <param name="About">Its state and size, for people.</param>
public sealed record Leftover(string Kind, string Region, string Id, string Owner, string Token, Money? PerDay, string About);
