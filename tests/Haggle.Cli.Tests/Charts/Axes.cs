using FsCheck;
using FsCheck.Fluent;
using Haggle.Cli.Charts;

namespace Haggle.Cli.Tests.Charts;

public sealed class Axes
{
    [Theory]
    [InlineData(0, 97, 6, "0 20 40 60 80 100")]
    [InlineData(0, 3000, 5, "0 1000 2000 3000")]
    [InlineData(0.12, 0.47, 5, "0.1 0.2 0.3 0.4 0.5")]
    [InlineData(-3, 8, 5, "-5 0 5 10")]
    [InlineData(7, 7, 5, "5 10")]
    [InlineData(0, 0, 5, "0 0.5 1")]
    public void A_linear_axis_has_round_ticks(double least, double most, int count, string ticks) =>
        Assert.Equal(ticks, string.Join(' ', Scaling.Fit(new Axis("", AxisText.Number), [least, most], count).Ticks(count)));

    [Theory]
    [InlineData(3, 47, 8, "3 5 7 10 20 30 50")]
    [InlineData(0.009, 2.4, 8, "0.01 0.02 0.05 0.1 0.2 0.5 1 2")]
    [InlineData(0.009, 2.4, 6, "0.01 0.03 0.1 0.3 1 3")]
    [InlineData(1, 1e9, 5, "1 100 10000 1000000 100000000")]
    public void A_logarithmic_axis_has_decades_and_round_parts_of_them(double least, double most, int count, string ticks) =>
        Assert.Equal(ticks, string.Join(' ', Scaling.Fit(new Axis("", AxisText.Number) { IsLog = true }, [least, most], count).Ticks(count)));

    [Fact]
    public void Every_value_is_on_the_axis_in_its_order()
    {
        Prop.ForAll<NormalFloat[], bool>((numbers, isLog) =>
        {
            var values = numbers.Select(number => number.Get).Where(value => Math.Abs(value) is > 1e-9 and < 1e12 && (!isLog || value > 0)).Order().ToArray();
            if (values.Length == 0) return;
            var scaling = Scaling.Fit(new Axis("", AxisText.Number) { IsLog = isLog }, values, 6);
            var shares = values.Select(scaling.Share).ToArray();
            Assert.All(shares, share => Assert.InRange(share, 0, 1));
            Assert.Equal(shares.Order(), shares);
            Assert.True(scaling.Least <= values[0] * (1 + (1e-6 * Math.Sign(values[0]))) && scaling.Most >= values[^1] * (1 - (1e-6 * Math.Sign(values[^1]))), $"{scaling.Least} {values[0]} {values[^1]} {scaling.Most}");
            Assert.InRange(scaling.Ticks(6).Count, 1, 12);
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData(0, "$0")]
    [InlineData(0.05, "$0.05")]
    [InlineData(2500, "$2,500")]
    [InlineData(40_000, "$40k")]
    [InlineData(-1_500_000, "-$1.5M")]
    public void Dollars_beside_an_axis_are_short(double value, string text) => Assert.Equal(text, AxisText.Usd(value));

    [Theory]
    [InlineData(0, "0")]
    [InlineData(0.005, "18s")]
    [InlineData(0.5, "30min")]
    [InlineData(1.5, "1.5h")]
    [InlineData(100, "100h")]
    [InlineData(240, "10d")]
    public void Hours_beside_an_axis_have_the_unit_that_fits(double value, string text) => Assert.Equal(text, AxisText.Hours(value));
}
