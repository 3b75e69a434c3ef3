using Haggle.Catalog.Live.Gate;
using Haggle.Core.Units;

namespace Haggle.Catalog.Tests.Live;

public sealed class Judging_prices
{
    [Theory]
    [InlineData("1", "3", false)]
    [InlineData("1", "3.000000001", true)]
    [InlineData("3", "1", false)]
    [InlineData("3", "0.999999999", true)]
    [InlineData("2.5", "2.5", false)]
    [InlineData("0", "2.5", false)] // nothing to compare with
    public void A_price_may_move_by_three_times(string before, string now, bool isTooFar) => Assert.Equal(isTooFar, QualityGate.IsTooFar(Usd(before), Usd(now), GatePolicy.Default));

    [Theory]
    [InlineData(0, 100, 0, 0, 0, "")] // the first time
    [InlineData(100, 100, 0, 100, 0, "")]
    [InlineData(100, 0, 0, 100, 0, "it gave no price at all, and 100 before")]
    [InlineData(3, 0, 0, 3, 0, "it gave no price at all, and 3 before")]
    [InlineData(100, 50, 0, 50, 0, "")]
    [InlineData(100, 49, 0, 49, 0, "it gave 49 prices, and 100 before")]
    [InlineData(8, 2, 0, 2, 0, "")] // too few for a share to mean something
    [InlineData(100, 100, 0, 300, 150, "")]
    [InlineData(100, 100, 0, 300, 151, "151 of its 300 rows were refused: its format has changed")]
    [InlineData(0, 4, 0, 9, 8, "")]
    [InlineData(100, 100, 10, 100, 0, "")]
    [InlineData(100, 100, 11, 100, 0, "11 of 100 prices moved more than 3 times: its unit may have changed")]
    [InlineData(9, 9, 9, 9, 0, "")] // each of them is held back by itself
    public void A_source_is_held_back_with_the_reason(int before, int now, int moved, long read, long refused, string reason)
    {
        var source = Case(before, now, moved) with { RowsRead = read, RowsRefused = refused };
        var verdict = QualityGate.Judge(source, GatePolicy.Default);
        Assert.Equal(reason, verdict.HeldBecause);
        Assert.Equal(moved, verdict.HeldPrices.Count);
        Assert.False(QualityGate.Judge(source with { IsAccepted = true }, GatePolicy.Default).IsHeld, "what was looked at goes through");
        Assert.Empty(QualityGate.Judge(source with { IsAccepted = true }, GatePolicy.Default).HeldPrices);
    }

    [Fact]
    public void A_price_that_is_not_positive_never_goes_through()
    {
        var source = new GateCase { Before = new Dictionary<ulong, Money>(), Now = new Dictionary<ulong, Money> { [1] = Money.Zero, [2] = new(-5), [3] = new(5) }, IsAccepted = true };
        Assert.Equal([1UL, 2UL], QualityGate.Judge(source, GatePolicy.Default).HeldPrices.Order());
    }

    private static GateCase Case(int before, int now, int moved) => new()
    {
        Before = Enumerable.Range(0, before).ToDictionary(i => (ulong)i, _ => Usd("1")),
        Now = Enumerable.Range(0, now).ToDictionary(i => (ulong)i, i => i < moved ? Usd("4") : Usd("1.1")),
    };

    private static Money Usd(string text) => Money.TryParse(text, out var money) ? money : throw new FormatException(text);
}
