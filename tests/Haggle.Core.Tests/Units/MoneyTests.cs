using FsCheck;
using FsCheck.Fluent;
using Haggle.Core.Units;

namespace Haggle.Core.Tests.Units;

public sealed class MoneyTests
{
    [Theory]
    [InlineData("1.26", 1_260_000_000)]
    [InlineData("$0.065", 65_000_000)]
    [InlineData(" 98.32 ", 98_320_000_000)]
    [InlineData("0.000000001", 1)]
    [InlineData("-1.5", -1_500_000_000)]
    public void A_decimal_string_is_held_exactly(string text, long nano)
    {
        Assert.True(Money.TryParse(text, out var money));
        Assert.Equal(nano, money.NanoUsd);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1e3")]
    [InlineData("1,000")]
    [InlineData("0.0000000001")]
    [InlineData("99999999999999")]
    [InlineData("abc")]
    public void What_cannot_be_held_exactly_is_refused(string text) => Assert.False(Money.TryParse(text, out _));

    [Fact]
    public void Overflow_throws_instead_of_wrapping() => Assert.Throws<OverflowException>(() => new Money(long.MaxValue) + new Money(1));

    [Fact]
    public void Writing_and_reading_gives_the_same() => Prop.ForAll(ArbMap.Default.ArbFor<long>(), nano =>
        nano == long.MinValue || (Money.TryParse(new Money(nano).ToString().Replace("$", "", StringComparison.Ordinal), out var read) && read.NanoUsd == nano)).QuickCheckThrowOnFailure();

    [Fact]
    public void Splitting_a_time_never_moves_the_total_by_more_than_one_nano_dollar() => Prop.ForAll(
        ArbMap.Default.ArbFor<uint>(), ArbMap.Default.ArbFor<uint>(), ArbMap.Default.ArbFor<uint>(), (nano, first, second) =>
        {
            var rate = new HourlyRate(new Money(nano));
            var whole = rate * TimeSpan.FromTicks((long)first + second);
            var parts = (rate * TimeSpan.FromTicks(first)) + (rate * TimeSpan.FromTicks(second));
            return Math.Abs((whole - parts).NanoUsd) <= 1;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_negative_rate_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => HourlyRate.FromUsd(-0.01m));
}
