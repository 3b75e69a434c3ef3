namespace Haggle.Core.Planning;

/// <summary>Offers that would not do, for one reason.</summary>
/// <param name="Reason">Why, to be read after a number: "under 80 GiB", "above $2.00/h", "cooling after no capacity".</param>
/// <param name="Count">How many.</param>
public sealed record Rejection(string Reason, int Count);
