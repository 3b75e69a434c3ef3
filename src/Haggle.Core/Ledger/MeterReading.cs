using System.Collections.Immutable;
using Haggle.Core.Units;

namespace Haggle.Core.Ledger;

/// <summary>What is known of a machine's bill: since when it is billed, at which rates, until when, and how much of that the ledger holds.</summary>
public sealed record MeterReading
{
    /// <summary>A machine that is not billed (yet).</summary>
    public static MeterReading None { get; } = new();

    /// <summary>Since when it is billed, by the provider's clock; null while nothing is owed.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Until when it is billed, by the provider's clock; null while it goes on.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>The rates, each from an instant on; the first holds from <see cref="From"/>.</summary>
    public ImmutableArray<RateChange> Rates { get; init; } = [];

    /// <summary>What the ledger holds for the machine so far.</summary>
    public Money Accrued { get; init; }

    /// <summary>When the last ledger line was written for it.</summary>
    public DateTimeOffset? AccruedAt { get; init; }
}
