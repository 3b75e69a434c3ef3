using Haggle.Core.Economics.Building;
using Haggle.Core.Economics.Owning;
using Haggle.Core.Market;

namespace Haggle.Cli.Owning;

/// <summary>Everything that an answer is computed from, with every assumption in sight.</summary>
internal sealed record OwnCase
{
    public required OwnQuestion Question { get; init; }

    public required AcceleratorModel Accelerator { get; init; }

    public required int Cards { get; init; }

    /// <summary>What the price is made of, line by line.</summary>
    public required IReadOnlyList<PriceLine> Prices { get; init; }

    public required IReadOnlyList<Assumed> Assumed { get; init; }

    /// <summary>Ways to rent, as they are shown.</summary>
    public required IReadOnlyList<RentOption> Options { get; init; }

    /// <summary>Where the hours come from: "--hours-per-week", "the ledger: 12 runs since 2026-03-01".</summary>
    public required string HoursFrom { get; init; }

    /// <summary>Where the watts come from.</summary>
    public required string WattsFrom { get; init; }

    /// <summary>Where the speed of rented machines against the own one comes from.</summary>
    public required string SpeedFrom { get; init; }

    /// <summary>What the reader must know.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The parts to check; null when nothing was said of them.</summary>
    public Build? Build { get; init; }

    /// <summary>What was said of the work, as numbers for the rules of advice.</summary>
    public IReadOnlyDictionary<string, double> Facts { get; init; } = new Dictionary<string, double>();

    /// <summary>What was really run; null without --from-ledger.</summary>
    public LedgerWork? Ledger { get; init; }
}
