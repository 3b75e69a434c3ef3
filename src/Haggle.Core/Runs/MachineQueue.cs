namespace Haggle.Core.Runs;

/// <summary>What a machine waits for that its provider has accepted but not begun yet: a cluster's queue.</summary>
/// <param name="Reason">The provider's word for why it waits; "" for none.</param>
/// <param name="Position">Its place among those that wait, from 1; null when that is not known.</param>
/// <param name="StartsAt">When it is expected to begin, by the provider's clock; null when nobody knows.</param>
public sealed record MachineQueue(string Reason, int? Position, DateTimeOffset? StartsAt);
