using Haggle.Core.Market;
using Haggle.Core.Units;

namespace Haggle.Core.Economics.Training;

/// <summary>
/// What the cost of a training on offers of one kind is made of, all but their rate. The law: the hours that a machine is up, counted by the offer's billing rule,
/// and half an increment more for each restart (a machine that is taken back was last billed somewhere within one; none in the good case, a whole one in
/// the bad), times the rate, times the machines; and storage for as long as the run takes, and what leaves the provider. More time or a higher price never
/// costs less.
/// </summary>
internal sealed class PricedKind
{
    /// <summary>The share of an increment that each restart adds, in the good, the expected and the bad case.</summary>
    private const double LowShare = 0;

    /// <summary>See <see cref="LowShare"/>.</summary>
    public const double ExpectedShare = 0.5;

    private const double HighShare = 1;

    private readonly int _nodes;
    private readonly (TimeSpan Billed, Money Beside) _low;
    private readonly (TimeSpan Billed, Money Beside) _expected;
    private readonly (TimeSpan Billed, Money Beside) _high;

    public PricedKind(TrainingTimes times, TrainingPrice.Side side, ProviderTerms? terms, BillingRule billing, int nodes)
    {
        (Times, Side, Terms, _nodes) = (times, side, terms, nodes);
        if (times.Problem.Length > 0) return;
        Time = TrainingPrice.Time(times.Expected.Wall);
        _low = Case(times.Low, LowShare, billing, side);
        _expected = Case(times.Expected, ExpectedShare, billing, side);
        _high = Case(times.High, HighShare, billing, side);
    }

    public TrainingTimes Times { get; }

    public TrainingPrice.Side Side { get; }

    public ProviderTerms? Terms { get; }

    /// <summary>From the start to the end, as expected.</summary>
    public TimeSpan Time { get; }

    public int Nodes => _nodes;

    /// <summary>The instance type that was seen last, and the number of its machine in the plan that is being made: the next offer is mostly of the same.</summary>
    public string? LastType { get; set; }

    /// <summary>See <see cref="LastType"/>.</summary>
    public int LastMachine { get; set; }

    /// <summary>What the machines alone cost, as expected.</summary>
    public Money Machines(Quote quote) => quote.Rate * _expected.Billed * _nodes;

    public Money Low(Quote quote) => (quote.Rate * _low.Billed * _nodes) + _low.Beside;

    public Money Expected(Quote quote) => (quote.Rate * _expected.Billed * _nodes) + _expected.Beside;

    public Money High(Quote quote) => (quote.Rate * _high.Billed * _nodes) + _high.Beside;

    private static (TimeSpan Billed, Money Beside) Case(TrainingTimes.Case times, double share, BillingRule billing, TrainingPrice.Side side) => (
        billing.Billed(TrainingPrice.Time(times.Up)) + (times.Reclaims * share * billing.Increment),
        (side.StoragePerHour * TrainingPrice.Time(times.Wall)) + side.Egress);
}
