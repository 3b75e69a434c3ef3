using Haggle.Core.Units;

namespace Haggle.Core.Ledger;

/// <summary>A rate that holds from an instant on.</summary>
/// <param name="From">Since when, by the provider's clock.</param>
/// <param name="Rate">The price of an hour of the offer's time.</param>
public readonly record struct RateChange(DateTimeOffset From, HourlyRate Rate);
