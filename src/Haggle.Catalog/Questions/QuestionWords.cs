using System.Globalization;
using Haggle.Catalog.BuiltIn;
using Haggle.Core.Market;
using Haggle.Core.Tasks;
using Haggle.Core.Units;

namespace Haggle.Catalog.Questions;

/// <summary>
/// Questions as people and programs write them, field by field: the options of `haggle offers` and the parameters of GET /v1/offers are the same words
/// (docs/api.md), and this is the one place that understands them.
/// </summary>
/// <param name="values">What was written for a field; empty when nothing was.</param>
public sealed class QuestionWords(Func<string, IReadOnlyList<string>> values)
{
    /// <summary>How many offers are answered when nobody says how many.</summary>
    public const int DefaultLimit = 50;

    private const int LimitMost = 1_000_000;

    /// <summary>Reads the question.</summary>
    /// <exception cref="QuestionException">Something is no number, no accelerator, no country.</exception>
    public OfferQuestion Read() => new()
    {
        Accelerators = Wishes(values("gpu")),
        Purchases = Purchases(),
        MemoryGb = Number("gpu_memory"),
        TotalMemoryGb = Number("total_memory"),
        PriceMax = Text("max_price") is { } price ? Money.TryParse(price, out var most) && most > Money.Zero ? most : throw Bad("max_price", price, "dollars an hour, for example 2.50") : null,
        Providers = values("provider"),
        Region = Text("region") ?? "",
        Countries = Countries(values("country")),
        InterruptionMax = Band(Number("interruption")),
        ReliabilityMin = Number("reliability") is var share && share > 1 ? share / 100 : share,
        SecureOnly = IsSet("secure"),
        CudaTenths = (int)Math.Round(Number("cuda") * 10),
        VcpusMin = Number("vcpus"),
        HostMemoryGib = Number("memory"),
        AgeMax = Text("max_age") is { } age ? Age(age) : null,
        Order = Order(Text("sort")),
        All = IsSet("all"),
        Limit = Text("limit") is { } limit ? int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0 ? Math.Min(count, LimitMost) : throw Bad("limit", limit, "a number of offers") : DefaultLimit,
    };

    /// <summary>Accelerators as they are asked for.</summary>
    /// <exception cref="QuestionException">One is none.</exception>
    public static IReadOnlyList<AcceleratorWish> Wishes(IReadOnlyList<string> words)
    {
        ArgumentNullException.ThrowIfNull(words);
        var wishes = new List<AcceleratorWish>();
        foreach (var word in words)
            wishes.Add(AcceleratorWish.Parse(word, out var problem) ?? throw new QuestionException("", problem, KnownAccelerators.Nearest(word.Split(':')[0]) is { } near ? $"Did you mean {near}?" : "haggle gpus lists those that are."));
        return wishes;
    }

    private PurchaseSet Purchases()
    {
        var purchases = default(PurchaseSet);
        if (IsSet("spot")) purchases = purchases.With(Purchase.Spot).With(Purchase.Bid);
        if (IsSet("on_demand")) purchases = purchases.With(Purchase.OnDemand);
        if (IsSet("reserved")) purchases = purchases.With(Purchase.ReservedOneYear).With(Purchase.ReservedThreeYears).With(Purchase.SavingsPlanOneYear).With(Purchase.SavingsPlanThreeYears);
        if (IsSet("managed")) purchases = purchases.With(Purchase.Managed);
        if (IsSet("free")) purchases = purchases.With(Purchase.FreeTier);
        return purchases.IsEmpty ? PurchaseSet.ByTheHour : purchases;
    }

    private static List<string> Countries(IReadOnlyList<string> words)
    {
        var codes = new List<string>();
        foreach (var word in words)
        {
            var meant = Regions.Meant(word);
            if (meant.Count == 0) throw new QuestionException("country", $"'{word}' is no country that any offer is in", Spelling.Nearest(word, Regions.Countries.Select(country => country.Name)) is { } near ? $"Did you mean {near}?" : "Write a code (DE), a name (germany), or EU.");
            foreach (var country in meant) codes.Add(country.Code);
        }

        return codes;
    }

    private static OfferOrder Order(string? text) => text switch
    {
        null or "price" => OfferOrder.Price,
        "gpu" => OfferOrder.PerAccelerator,
        "fp32" => OfferOrder.PerFp32,
        "tensor" => OfferOrder.PerTensor,
        "gb" => OfferOrder.PerGb,
        "bandwidth" => OfferOrder.PerBandwidth,
        _ => throw new QuestionException("sort", $"'{text}' is none of price, gpu, fp32, tensor, gb, bandwidth", ""),
    };

    private static InterruptionBand Band(double percent) => percent switch
    {
        <= 0 => InterruptionBand.Unknown,
        <= 5 => InterruptionBand.Under5Percent,
        <= 10 => InterruptionBand.Under10Percent,
        <= 15 => InterruptionBand.Under15Percent,
        <= 20 => InterruptionBand.Under20Percent,
        _ => InterruptionBand.Over20Percent,
    };

    // "30d", "12h", "90m", "2w", "1y".
    private static TimeSpan Age(string text)
    {
        var unit = text.Length == 0 ? 0 : text[^1] switch { 'm' => 1.0 / 1440, 'h' => 1.0 / 24, 'd' => 1, 'w' => 7, 'y' => 365, _ => 0 };
        return unit > 0 && double.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number * unit < 36500 ? TimeSpan.FromDays(number * unit) : throw Bad("max_age", text, "a time, for example 30d");
    }

    // People write what they know from task files and data sheets: "40", "40+", "40GB+", "99%".
    private double Number(string field)
    {
        if (Text(field) is not { } text) return 0;
        var digits = text.AsSpan().TrimEnd("+%GgIiBb ");
        return double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : throw Bad(field, text, "a number");
    }

    private bool IsSet(string field) => Text(field) switch
    {
        null or "false" => false,
        "true" or "" => true,
        var text => throw Bad(field, text, "true or false"),
    };

    private string? Text(string field) => values(field) is [.., var last] ? last : null;

    private static QuestionException Bad(string field, string text, string wanted) => new(field, $"'{text}' is not {wanted}", "");
}
