using FsCheck;
using FsCheck.Fluent;
using Haggle.Core.Ledger;
using Haggle.Core.Market;
using Haggle.Core.Runs;
using Haggle.Core.Tests.Runs;
using Haggle.Core.Units;

namespace Haggle.Core.Tests.Ledger;

public sealed class MeterTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0, 60, 3.0, 0.05, "a minute at least")]
    [InlineData(61, 60, 3.0, 0.050833333, "then by the second")]
    [InlineData(3600, 60, 3.0, 3.0, "an hour")]
    [InlineData(0.4, 0, 3.6, 0.001, "a second is never less than a second")]
    public void Time_is_counted_by_the_offers_rule(double seconds, int minimumSeconds, double rate, double owed, string why)
    {
        var offer = RunMaker.OnDemand.Offer with { Billing = new BillingRule(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(minimumSeconds)) };
        var reading = new MeterReading { From = Start, To = Start + TimeSpan.FromSeconds(seconds), Rates = [new RateChange(Start, HourlyRate.FromUsd((decimal)rate))] };
        Assert.True(Money.FromUsd((decimal)owed) == Meter.Owed(reading, offer, DateTimeOffset.MaxValue), $"{why}: {Meter.Owed(reading, offer, DateTimeOffset.MaxValue)}");
    }

    [Fact]
    public void A_rehearsal_counts_the_offers_time()
    {
        var offer = RunMaker.OnDemand.Offer with { Pace = 600 };
        var reading = new MeterReading { From = Start, Rates = [new RateChange(Start, HourlyRate.FromUsd(1m))] };
        Assert.Equal(Money.FromUsd(1m), Meter.Owed(reading, offer, Start + TimeSpan.FromSeconds(6)));
    }

    [Fact]
    public void A_price_that_moves_is_charged_stretch_by_stretch()
    {
        var reading = new MeterReading
        {
            From = Start,
            To = Start + TimeSpan.FromHours(3),
            Rates = [new RateChange(Start, HourlyRate.FromUsd(1m)), new RateChange(Start + TimeSpan.FromHours(1), HourlyRate.FromUsd(2m))],
        };
        Assert.Equal(Money.FromUsd(5m), Meter.Owed(reading, RunMaker.OnDemand.Offer, DateTimeOffset.MaxValue));
    }

    [Fact]
    public void Ledger_lines_add_up_to_the_meter_however_they_are_cut() => Prop.ForAll(
        ArbMap.Default.ArbFor<int>().Filter(s => s is >= 0 and < 1_000_000).Generator.ListOf(6).ToArbitrary(), cuts =>
        {
            var run = RunMaker.Running();
            var ends = Start + TimeSpan.FromSeconds(1_000_000);
            var slot = run.Only() with { Meter = new MeterReading { From = Start, Rates = [new RateChange(Start, HourlyRate.FromUsd(0.123456789m))] } };
            run = run with { Attempt = run.Attempt! with { Slots = [slot] }, Spent = Money.Zero };
            var total = Money.Zero;
            foreach (var cut in cuts.Order())
            {
                (run, var lines) = RunLedger.Accrue(run, TimeSpan.Zero, Start + TimeSpan.FromSeconds(cut));
                foreach (var line in lines) total += line.Amount;
            }

            var closed = run.Only();
            run = run with { Attempt = run.Attempt! with { Slots = [closed with { Meter = closed.Meter with { To = ends } }] } };
            (run, var last) = RunLedger.Accrue(run, TimeSpan.Zero, ends + TimeSpan.FromDays(1));
            foreach (var line in last) total += line.Amount;
            return total == Meter.Owed(run.Only().Meter, slot.Quote.Offer, DateTimeOffset.MaxValue) && run.Spent == total;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void What_was_counted_too_far_is_corrected()
    {
        var run = RunMaker.Running();
        (run, _) = RunLedger.Accrue(run, TimeSpan.Zero, RunMaker.Noon + TimeSpan.FromHours(2));
        run = RunFacts.Seen(run, RunMaker.Fact(run, MachineStatus.Gone), RunMaker.Noon);
        (run, var lines) = RunLedger.Accrue(run, TimeSpan.Zero, RunMaker.Noon + TimeSpan.FromHours(2));
        Assert.Equal(EntryKind.Correction, Assert.Single(lines).Kind);
        Assert.Equal(Money.FromUsd(3.06m), run.Spent);
    }
}
