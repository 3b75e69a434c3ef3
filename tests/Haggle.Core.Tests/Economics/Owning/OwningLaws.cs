using FsCheck;
using FsCheck.Fluent;
using Haggle.Core.Economics.Owning;
using Haggle.Core.Market;
using Haggle.Core.Units;

namespace Haggle.Core.Tests.Economics.Owning;

public sealed class OwningLaws
{
    [Fact]
    public void The_parts_of_a_bill_add_up_to_the_nano_dollar_and_none_is_negative() => Prop.ForAll(AnyOwning.Cases, any =>
    {
        var bill = OwningCost.After(any.Question, any.Question.Months);
        Money[] parts = [bill.Purchases, bill.Sales, bill.Worth, bill.Electricity, bill.Space, bill.Admin, bill.Repairs, bill.Interest, bill.Bandwidth, bill.Depreciation];
        Assert.All(parts, part => Assert.True(part >= Money.Zero, $"{part}"));
        Assert.Equal(bill.Depreciation + bill.Running, bill.Net);
        Assert.Equal(bill.Purchases - bill.Sales + bill.Running, bill.Paid);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void What_owning_and_renting_have_cost_never_falls_with_time() => Prop.ForAll(AnyOwning.Cases, any =>
    {
        foreach (var curve in new[] { OwningCost.Paid(any.Question), OwningCost.Net(any.Question), RentCost.Curve(any.Option, any.Question) })
        {
            for (var month = 1; month <= curve.Months; month++)
                Assert.True(curve[month].NanoUsd >= curve[month - 1].NanoUsd - 1, $"month {month}: {curve[month - 1]} then {curve[month]}");
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Every_assumption_that_costs_more_costs_more() => Prop.ForAll(AnyOwning.Cases, any =>
    {
        var (question, option) = any;
        var (machine, terms) = (question.Machine, question.Terms);
        var cost = OwningCost.After(question, question.Months).Net;
        OwnQuestion[] dearer =
        [
            new(machine with { Price = machine.Price + Money.FromUsd(100) }, terms, question.HoursPerWeek, question.Months),
            new(machine with { WattsAtWork = machine.WattsAtWork + 10, WattsIdle = machine.WattsIdle + 10 }, terms, question.HoursPerWeek, question.Months),
            new(machine, terms with { ElectricityPerKwh = terms.ElectricityPerKwh + Money.FromUsd(0.01m) }, question.HoursPerWeek, question.Months),
            new(machine, terms with { PowerOverhead = terms.PowerOverhead + 0.1 }, question.HoursPerWeek, question.Months),
            new(machine, terms with { AdminHoursPerMonth = terms.AdminHoursPerMonth + 1 }, question.HoursPerWeek, question.Months),
            new(machine, terms with { RepairsPerYear = terms.RepairsPerYear + 0.01 }, question.HoursPerWeek, question.Months),
            new(machine, terms with { InterestPerYear = terms.InterestPerYear + 0.01 }, question.HoursPerWeek, question.Months),
            new(machine, terms with { ResaleShare = terms.ResaleShare / 2, InterestPerYear = 0 }, question.HoursPerWeek, question.Months),
        ];
        foreach (var other in dearer.SkipLast(1)) Assert.True(OwningCost.After(other, question.Months).Net >= cost);
        var free = new OwnQuestion(machine, terms with { InterestPerYear = 0 }, question.HoursPerWeek, question.Months);
        Assert.True(OwningCost.After(dearer[^1], question.Months).Net >= OwningCost.After(free, question.Months).Net);
        var rent = RentCost.After(option, question.HoursPerWeek, question.Months);
        Assert.True(RentCost.After(option with { Rate = option.Rate + HourlyRate.FromUsd(0.01m) }, question.HoursPerWeek, question.Months) >= rent);
        Assert.True(RentCost.After(option with { Speed = option.Speed / 2 }, question.HoursPerWeek, question.Months) >= rent);
        Assert.True(RentCost.After(option with { Repeated = option.Repeated + 0.1 }, question.HoursPerWeek, question.Months) >= rent);
        Assert.True(RentCost.After(option, question.HoursPerWeek / 2, question.Months) <= rent);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Break_even_is_where_the_curves_cross() => Prop.ForAll(AnyOwning.Cases, any =>
    {
        var own = OwningCost.Paid(any.Question);
        var rent = RentCost.Curve(any.Option, any.Question);
        var month = BreakEven.Month(own, rent);
        for (var before = 0; before < (month ?? own.Months + 1); before++) Assert.True(own[before] > rent[before], $"owning is no dearer in month {before} already");
        if (month is not { } crossing) return;
        Assert.InRange(crossing, 0, own.Months);
        if (crossing > 0) Assert.InRange((own.At(crossing) - rent.At(crossing)).ToUsd(), -0.000_01m, 0.000_01m);
        var next = (int)Math.Ceiling(crossing);
        Assert.True(own[next] <= rent[next]);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void From_the_break_even_utilisation_on_owning_costs_no_more_and_below_it_more() => Prop.ForAll(AnyOwning.Cases, any =>
    {
        var (question, option) = any;
        if (BreakEven.HoursPerWeek(question, option) is not { } hours)
        {
            Assert.True(BreakEven.Saved(question.At(OwningCalendar.HoursPerWeek), option) < Money.Zero);
            return;
        }

        Assert.InRange(hours, 0, OwningCalendar.HoursPerWeek);
        Assert.True(BreakEven.Saved(question.At(hours), option) >= Money.Zero);
        if (hours > 0.001) Assert.True(BreakEven.Saved(question.At(hours - 0.001), option) < Money.Zero, $"{hours}");
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void An_own_machine_half_as_fast_needs_twice_the_hours_for_the_same_work()
    {
        var option = new RentOption { Name = "V100", Purchase = Purchase.OnDemand, Rate = HourlyRate.FromUsd(3), Speed = 2 };
        Assert.Equal(40, RentCost.HoursPerWeek(option, 80));
        Assert.Equal(RentCost.After(option, 80, 12), RentCost.After(option with { Speed = 1 }, 40, 12));
    }

    [Theory]
    [InlineData(168, 1, 1)]
    [InlineData(168, 0.9, 2)]
    [InlineData(168, 0.25, 4)]
    [InlineData(84, 0.5, 1)]
    [InlineData(10, 1, 1)]
    public void A_commitment_holds_whole_machines(double ownHours, double speed, int machines)
    {
        var option = new RentOption { Name = "r", Purchase = Purchase.ReservedOneYear, Rate = HourlyRate.FromUsd(1), Speed = speed };
        Assert.Equal(machines, RentCost.Machines(option, ownHours));
        Assert.Equal(Money.FromUsd(8760) * machines, RentCost.Committed(option, ownHours));
    }

    [Theory]
    [InlineData(-1, 0, 1, 40, 12)]
    [InlineData(0, -1, 1, 40, 12)]
    [InlineData(0, 0, 0.5, 40, 12)]
    [InlineData(0, 0, 1, 169, 12)]
    [InlineData(0, 0, 1, double.NaN, 12)]
    [InlineData(0, 0, 1, 40, 0)]
    public void Numbers_that_cannot_be_are_refused(double watts, double admin, double overhead, double hours, int months) => Assert.Throws<ArgumentOutOfRangeException>(() =>
        new OwnQuestion(new OwnedMachine { Name = "m", Price = Money.Zero, WattsAtWork = watts }, new OwningTerms { AdminHoursPerMonth = admin, PowerOverhead = overhead }, hours, months));

    [Fact]
    public void The_tornado_is_in_order_and_each_line_is_what_the_changed_question_answers() => Prop.ForAll(AnyOwning.Cases, any =>
    {
        var lines = Sensitivity.Of(any.Question, any.Option);
        Assert.Equal(lines.OrderByDescending(line => line.Swing.NanoUsd).Select(line => line.Swing), lines.Select(line => line.Swing));
        Assert.All(lines, line => Assert.True(line.Swing > Money.Zero));
        if (lines.FirstOrDefault(line => line.Name == "rental price") is not { } rent) return;
        Assert.True(rent.SavedAtHigh > rent.SavedAtLow);
    }).QuickCheckThrowOnFailure();
}
