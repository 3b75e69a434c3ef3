using System.Globalization;
using Haggle.Cli.Render;
using Haggle.Core.Economics.Speed;
using Haggle.Core.Economics.Training;
using Haggle.Core.Market;

namespace Haggle.Cli.Planning;

/// <summary>An estimate in the few words that fit a table or a chart.</summary>
internal static class OfferWords
{
    public static string Purchase(Offer offer) => offer.Purchase switch
    {
        Core.Market.Purchase.Spot => "spot",
        Core.Market.Purchase.Bid => "bid",
        Core.Market.Purchase.Managed => "managed",
        Core.Market.Purchase.FreeTier => "free",
        Core.Market.Purchase.Owned => "owned",
        Core.Market.Purchase.ReservedOneYear => "1 year",
        Core.Market.Purchase.ReservedThreeYears => "3 years",
        _ => "",
    };

    /// <summary>"2x A100-80GB".</summary>
    public static string Accelerators(Offer offer) => offer.Accelerator.Length == 0
        ? offer.Vcpus > 0 ? offer.Vcpus.ToString("0.#", CultureInfo.InvariantCulture) + " vCPUs" : "CPU"
        : offer.AcceleratorCount is 1 ? offer.Accelerator : offer.AcceleratorCount.ToString("0.##", CultureInfo.InvariantCulture) + "x " + offer.Accelerator;

    /// <summary>"aws p3.2xlarge spot".</summary>
    public static string Machine(Offer offer) => string.Join(' ', new[] { offer.Provider.Value, offer.InstanceType, Purchase(offer) }.Where(word => word.Length > 0));

    public static string Money(Core.Units.Money money) => money == Core.Units.Money.Zero ? "$0" : money.ToUsd() is > 0 and < 0.0001m ? "<$0.0001" : MoneyText.Amount(money.NanoUsd, money.ToUsd() switch { < 0.1m => 4, < 1000 => 2, _ => 0 });

    /// <summary>"$9-$14".</summary>
    public static string Range(Spread<Core.Units.Money> cost) => cost.High == Core.Units.Money.Zero ? "" : Money(cost.Low) + "-" + Money(cost.High)[1..];

    public static string Time(TimeSpan time) => TimeText.Span(time.TotalSeconds);

    public static string Range(Spread<TimeSpan> time) => Time(time.Low) + " to " + Time(time.High);

    /// <summary>"measured here", "same card", "other card", "computed", and what nine of ten cases were not off by more.</summary>
    public static string Way(SpeedEstimate speed)
    {
        var way = speed.Way switch { SpeedWay.MeasuredOnOffer => "this offer", SpeedWay.MeasuredOnCard => "same card", SpeedWay.Transferred => "other card", _ => "computed" };
        return $"{way} ±{MoneyText.Percent(speed.Accuracy.P90)}";
    }

    /// <summary>Why an estimate is not worth it: what the one that beats it saves.</summary>
    public static string Beaten(TrainingEstimate loser, TrainingEstimate winner)
    {
        var (saved, sooner) = (loser.Cost.Expected - winner.Cost.Expected, loser.Time.Expected - winner.Time.Expected);
        var gains = new List<string>();
        if (saved > Core.Units.Money.Zero) gains.Add($"{Money(saved)} cheaper");
        if (sooner > TimeSpan.Zero) gains.Add($"{Time(sooner)} sooner");
        return $"{Accelerators(winner.Quote.Offer)} at {Machine(winner.Quote.Offer)} is {(gains.Count > 0 ? string.Join(" and ", gains) : "as good")}";
    }
}
