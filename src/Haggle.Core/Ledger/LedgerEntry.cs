using Haggle.Core.Runs;
using Haggle.Core.Units;

namespace Haggle.Core.Ledger;

/// <summary>One line of the ledger: what was owed, when, for what. Lines are only added, never changed.</summary>
public sealed record LedgerEntry
{
    /// <summary>The run.</summary>
    public required RunId Run { get; init; }

    /// <summary>The attempt.</summary>
    public required int Epoch { get; init; }

    /// <summary>The machine.</summary>
    public required LaunchToken Token { get; init; }

    /// <summary>What kind of line it is.</summary>
    public required EntryKind Kind { get; init; }

    /// <summary>When it was written.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Since when the machine is billed, by the provider's clock.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>Up to when the machine's time is counted with this line, by the provider's clock.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>The amount; negative for a correction downwards.</summary>
    public required Money Amount { get; init; }
}
