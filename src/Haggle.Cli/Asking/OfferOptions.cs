using System.CommandLine;
using System.Globalization;
using Haggle.Catalog.BuiltIn;
using Haggle.Catalog.Questions;
using Haggle.Cli.Commands;
using Haggle.Cli.Rehearsing;
using Haggle.Core.Market;
using Haggle.Core.Tasks;
using Haggle.Core.Units;

namespace Haggle.Cli.Asking;

/// <summary>The options of `haggle offers`, and the question that they make.</summary>
internal sealed class OfferOptions
{
    private readonly Option<string?> _memory = Text("--gpu-memory", "GB", "At least so much memory in each GPU (40, 40GB+).");
    private readonly Option<string?> _totalMemory = Text("--total-memory", "GB", "At least so much GPU memory in all.");
    private readonly Option<string?> _priceMax = Text("--max-price", "USD", "At most so much an hour for the machine.");
    private readonly Option<string[]> _providers = new("--provider") { Description = "Only this provider; may be given several times.", HelpName = "NAME" };
    private readonly Option<string?> _region = Text("--region", "TEXT", "Only regions with this in their name, or on this continent (us-east, europe).");
    private readonly Option<string[]> _countries = new("--country") { Description = "Only in this country (DE, germany, EU); may be given several times.", HelpName = "COUNTRY" };
    private readonly Option<bool> _spot = new("--spot") { Description = "Spot and preemptible machines." };
    private readonly Option<bool> _onDemand = new("--on-demand") { Description = "Machines by the hour." };
    private readonly Option<bool> _reserved = new("--reserved") { Description = "Commitments of one or three years." };
    private readonly Option<bool> _free = new("--free") { Description = "What is given away within limits." };
    private readonly Option<bool> _managed = new("--managed") { Description = "Machines inside a managed product, at its surcharge." };
    private readonly Option<string?> _band = Text("--interruption", "PERCENT", "Spot: taken back in at most so many of a hundred months (5, 10, 15, 20).");
    private readonly Option<string?> _reliability = Text("--reliability", "PERCENT", "Marketplaces: the host was up at least so much of the time.");
    private readonly Option<bool> _secure = new("--secure") { Description = "Only machines in data centres." };
    private readonly Option<string?> _cuda = Text("--cuda", "VERSION", "The host's driver takes this CUDA version.");
    private readonly Option<string?> _vcpus = Text("--vcpus", "N", "At least so many vCPUs.");
    private readonly Option<string?> _hostMemory = Text("--memory", "GIB", "At least so much main memory.");
    private readonly Option<string?> _age = Text("--max-age", "AGE", "Only prices at most so old (30d).");
    private readonly Option<string?> _sort = Text("--sort", "BY", "price, gpu, fp32, tensor, gb or bandwidth: the cheapest by what one of it costs.");
    private readonly Option<bool> _all = new("--all", "-a") { Description = "Every offer, not only each provider's best." };
    private readonly Option<int> _limit = new("--limit") { Description = "So many at most.", HelpName = "N", DefaultValueFactory = _ => DefaultLimit };

    public const int DefaultLimit = 50;

    public Argument<string[]> Accelerators { get; } = new("GPU") { Description = "What to look for, perhaps with how many: H100:8, A100-80GB, \"rtx 4090\".", Arity = ArgumentArity.ZeroOrMore };

    public void AddTo(Command verb)
    {
        verb.Add(Accelerators);
        foreach (var option in new Option[] { _spot, _onDemand, _reserved, _managed, _free, _sort, _all, _limit, _priceMax, _providers, _region, _countries, _memory, _totalMemory, _vcpus, _hostMemory, _band, _reliability, _secure, _cuda, _age })
            verb.Add(option);
    }

    /// <exception cref="CliException">Something is no number, or no accelerator.</exception>
    public OfferQuestion Question(VerbCall call)
    {
        var purchases = default(PurchaseSet);
        if (call.Value(_spot)) purchases = purchases.With(Purchase.Spot).With(Purchase.Bid);
        if (call.Value(_onDemand)) purchases = purchases.With(Purchase.OnDemand);
        if (call.Value(_reserved)) purchases = purchases.With(Purchase.ReservedOneYear).With(Purchase.ReservedThreeYears);
        if (call.Value(_managed)) purchases = purchases.With(Purchase.Managed);
        if (call.Value(_free)) purchases = purchases.With(Purchase.FreeTier);
        return new OfferQuestion
        {
            Accelerators = Wishes(call.Value(Accelerators)),
            Purchases = purchases.IsEmpty ? PurchaseSet.ByTheHour : purchases,
            MemoryGb = Number(call, _memory),
            TotalMemoryGb = Number(call, _totalMemory),
            PriceMax = call.Value(_priceMax) is { } price ? Money.TryParse(price, out var most) && most > Money.Zero ? most : throw Bad(_priceMax, price, "dollars an hour, for example 2.50") : null,
            Providers = call.Value(_providers) ?? [],
            Region = call.Value(_region) ?? "",
            Countries = Countries(call.Value(_countries) ?? []),
            InterruptionMax = Band(Number(call, _band)),
            ReliabilityMin = Number(call, _reliability) is var share && share > 1 ? share / 100 : share,
            SecureOnly = call.Value(_secure),
            CudaTenths = (int)Math.Round(Number(call, _cuda) * 10),
            VcpusMin = Number(call, _vcpus),
            HostMemoryGib = Number(call, _hostMemory),
            AgeMax = call.Value(_age) is { } age ? SpanText.TryParse(age, out var span) ? span : throw Bad(_age, age, "a time, for example 30d") : null,
            Order = Order(call.Value(_sort)),
            All = call.Value(_all),
            Limit = Math.Clamp(call.Value(_limit), 1, 1_000_000),
        };
    }

    /// <exception cref="CliException">One is no accelerator.</exception>
    public static IReadOnlyList<AcceleratorWish> Wishes(string[] words)
    {
        var wishes = new List<AcceleratorWish>();
        foreach (var word in words)
            wishes.Add(AcceleratorWish.Parse(word, out var problem) ?? throw CliException.BadInput(problem, KnownAccelerators.Nearest(word.Split(':')[0]) is { } near ? $"Did you mean {near}?" : "haggle gpus lists those that are."));
        return wishes;
    }

    /// <exception cref="CliException">A word means no country.</exception>
    public static IReadOnlyList<string> Countries(string[] words)
    {
        var codes = new List<string>();
        foreach (var word in words)
        {
            var meant = Regions.Meant(word);
            if (meant.Count == 0) throw CliException.BadInput($"--country '{word}' is no country that any offer is in", Spelling.Nearest(word, Regions.Countries.Select(country => country.Name)) is { } near ? $"Did you mean {near}?" : "Write a code (DE), a name (germany), or EU.");
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
        _ => throw CliException.BadInput($"--sort '{text}' is none of price, gpu, fp32, tensor, gb, bandwidth"),
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

    // People write what they know from task files and data sheets: "40", "40+", "40GB+", "99%".
    private static double Number(VerbCall call, Option<string?> option)
    {
        if (call.Value(option) is not { } text) return 0;
        var digits = text.AsSpan().TrimEnd("+%GgIiBb ");
        return double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : throw Bad(option, text, "a number");
    }

    private static CliException Bad(Option<string?> option, string text, string wanted) => CliException.BadInput($"{option.Name} '{text}' is not {wanted}");

    private static Option<string?> Text(string name, string help, string description) => new(name) { Description = description, HelpName = help };
}
