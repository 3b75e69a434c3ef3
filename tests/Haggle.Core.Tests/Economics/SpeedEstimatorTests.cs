using Haggle.Core.Economics.Speed;
using Haggle.Core.Economics.Training;
using Haggle.Core.Market;
using Haggle.Core.Tasks;

namespace Haggle.Core.Tests.Economics;

public sealed class SpeedEstimatorTests
{
    private static readonly Offer V100 = Trainings.Quote("a", "V100", 1, 1m).Offer;

    [Fact]
    public void A_measurement_on_the_very_offer_goes_before_everything()
    {
        var work = Trainings.Images(1e6) with { Measurements = [new SpeedMeasurement { Offer = V100.Key.Value, Card = "V100", Count = 1, UnitsPerSecond = 500, Source = "bench" }] };
        var speed = On(work, V100);
        Assert.Equal((500, SpeedWay.MeasuredOnOffer), (speed.UnitsPerSecond, speed.Way));
        Assert.Equal(SpeedWay.MeasuredOnCard, On(work, Trainings.Quote("b", "V100", 1, 1m).Offer).Way);
    }

    [Fact]
    public void The_newest_published_speed_of_the_card_goes_before_one_that_is_carried_over()
    {
        Assert.Equal((833, SpeedWay.MeasuredOnCard), (On(Trainings.Images(1e6), V100).UnitsPerSecond, On(Trainings.Images(1e6), V100).Way));

        // The law of these tests is plain bandwidth.
        var t4 = On(Trainings.Images(1e6), Trainings.Quote("a", "T4", 1, 1m).Offer);
        Assert.Equal(SpeedWay.Transferred, t4.Way);
        Assert.Equal(833 * Bandwidth("T4") / Bandwidth("V100"), t4.UnitsPerSecond, 3);
        Assert.Contains("carried over from V100", t4.How, StringComparison.Ordinal);
    }

    [Fact]
    public void The_user_s_own_speed_is_carried_over_as_published_speeds_differ()
    {
        var work = Trainings.Images(1e6) with { Measurements = [new SpeedMeasurement { Card = "V100", Count = 1, UnitsPerSecond = 400, Source = "bench" }] };
        var a100 = On(work, Trainings.Quote("a", "A100", 1, 1m).Offer);
        Assert.Equal(SpeedWay.Transferred, a100.Way);
        Assert.Equal(400 * 1396 / 833.0, a100.UnitsPerSecond, 6);
        var t4 = On(work, Trainings.Quote("a", "T4", 1, 1m).Offer);
        Assert.Equal(400 * Bandwidth("T4") / Bandwidth("V100"), t4.UnitsPerSecond, 3);
    }

    [Fact]
    public void A_speed_of_a_machine_without_a_known_card_does_not_hide_what_is_published()
    {
        var work = Trainings.Images(1e6) with { Measurements = [new SpeedMeasurement { Offer = "local/x/this-machine/owned", Card = "", Count = 0, UnitsPerSecond = 4, Source = "bench" }] };
        Assert.Equal(833, On(work, V100).UnitsPerSecond);
    }

    [Fact]
    public void What_nobody_measured_is_computed_from_its_operations()
    {
        var work = Trainings.Images(1e6) with { MeasuredAs = "", Kind = "transformer", FlopsPerUnit = 1e9 };
        var speed = On(work, V100);
        Assert.Equal(SpeedWay.Computed, speed.Way);
        Assert.Equal(1 / ((1 / (0.5 * 125e12)) + (1 / (80 * Bandwidth("V100") * 1e9))) / 1e9, speed.UnitsPerSecond, 3);
    }

    [Fact]
    public void Several_cards_follow_the_stated_law_and_are_less_certain()
    {
        var one = On(Trainings.Images(1e6), V100);
        var eight = On(Trainings.Images(1e6), Trainings.Quote("a", "V100", 8, 1m).Offer);
        Assert.Equal(one.UnitsPerSecond * 8 * Math.Pow(0.98, 3), eight.UnitsPerSecond, 6);
        Assert.True(eight.Accuracy.P90 > one.Accuracy.P90);
    }

    [Fact]
    public void An_accelerator_without_figures_and_a_work_without_operations_tell_nothing()
    {
        Assert.Null(new SpeedEstimator(Trainings.Images(1e6), Trainings.Knowledge, ScalingLaw.Published, 20).On(Trainings.Quote("a", "V9000", 1, 1m).Offer, 1));
        var steps = Trainings.Images(1e6) with { MeasuredAs = "", FlopsPerUnit = null };
        Assert.Null(new SpeedEstimator(steps, Trainings.Knowledge, ScalingLaw.Published, 20).On(V100, 1));
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(0.5, 1, 0.5)]
    [InlineData(2, 1, 1.96)]
    [InlineData(8, 1, 7.529536)]
    [InlineData(1, 4, 2.89)]
    public void Scaling_keeps_a_share_with_each_doubling(double cards, int machines, double speedUp) => Assert.Equal(speedUp, ScalingLaw.Published.SpeedUp(cards, machines), 6);

    [Fact]
    public void A_known_model_on_a_known_data_set_is_counted()
    {
        var work = Read(new Workload.KnownModel("ResNet50", "ImageNet", null, 2, 256)).Work!;
        Assert.Equal((2_562_334, "image", "resnet50", 138), (work.Amount, work.Unit, work.MeasuredAs, work.DataGb));
        Assert.Equal(NumberFormat.Single, WorkReading.Of(new Workload.KnownModel("resnet_50", null, 1000, 1, null) { Precision = "fp32" }, Trainings.Knowledge, null, null).Work!.Format);
    }

    [Fact]
    public void Tokens_take_six_operations_for_each_parameter() => Assert.Equal(42e9, Read(new Workload.Tokenwise(2e9, 7e9, null)).Work!.FlopsPerUnit);

    [Theory]
    [InlineData("resnet-5O", "imagenet", "knows no model 'resnet-5O'", "did you mean resnet-50?")]
    [InlineData("resnet-50", "imagenett", "knows no data set 'imagenett'", "did you mean imagenet?")]
    [InlineData("gpt2", "imagenet", "counts gpt-2 in tokens and imagenet in images", "say samples: NUMBER, the tokens in one epoch")]
    public void What_is_not_known_gets_the_nearest_that_is(string model, string dataset, string problem, string advice)
    {
        var reading = Read(new Workload.KnownModel(model, dataset, null, 1, null));
        Assert.Null(reading.Work);
        Assert.Equal(problem, reading.Problem);
        Assert.StartsWith(advice, reading.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void A_measured_speed_must_say_on_what()
    {
        Assert.Equal("add on: GPU, for example on: A100", Read(new Workload.Measured(1000, 2, null)).Advice);
        var work = Read(new Workload.Measured(1000, 2, new AcceleratorRequest.Named("V100", 1))).Work!;
        Assert.Equal((1000, "step", 2), (work.Amount, work.Unit, On(work, V100).UnitsPerSecond));
    }

    private static double Bandwidth(string card) => AcceleratorTable.Find(card)!.Bandwidth!.Value.Value;

    private static WorkReading Read(Workload workload) => WorkReading.Of(workload, Trainings.Knowledge, null, null);

    private static SpeedEstimate On(TrainingWork work, Offer offer) => new SpeedEstimator(work, Trainings.Knowledge, ScalingLaw.Published, 20).On(offer, 1)!;
}
