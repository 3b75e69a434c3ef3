using System.CommandLine;
using Haggle.Catalog.Questions;
using Haggle.Cli.Commands;

namespace Haggle.Cli.Asking;

/// <summary>The options of `haggle offers`, and the question that they make.</summary>
internal sealed class OfferOptions
{
    private readonly Argument<string[]> _accelerators = new("GPU") { Description = "What to look for, perhaps with how many: H100:8, A100-80GB, \"rtx 4090\".", Arity = ArgumentArity.ZeroOrMore };

    private readonly Option[] _options =
    [
        Flag("spot", "Spot and preemptible machines."),
        Flag("on-demand", "Machines by the hour."),
        Flag("reserved", "Commitments of one or three years."),
        Flag("managed", "Machines inside a managed product, at its surcharge."),
        Flag("free", "What is given away within limits."),
        Text("sort", "BY", "price, gpu, fp32, tensor, gb or bandwidth: the cheapest by what one of it costs."),
        Flag("all", "Every offer, not only each provider's best.", "-a"),
        Text("limit", "N", "So many at most (50)."),
        Text("max-price", "USD", "At most so much an hour for the machine."),
        Many("provider", "NAME", "Only this provider; may be given several times."),
        Text("region", "TEXT", "Only regions with this in their name, or on this continent (us-east, europe)."),
        Many("country", "COUNTRY", "Only in this country (DE, germany, EU); may be given several times."),
        Text("gpu-memory", "GB", "At least so much memory in each GPU (40, 40GB+)."),
        Text("total-memory", "GB", "At least so much GPU memory in all."),
        Text("vcpus", "N", "At least so many vCPUs."),
        Text("memory", "GIB", "At least so much main memory."),
        Text("interruption", "PERCENT", "Spot: taken back in at most so many of a hundred months (5, 10, 15, 20)."),
        Text("reliability", "PERCENT", "Marketplaces: the host was up at least so much of the time."),
        Flag("secure", "Only machines in data centres."),
        Text("cuda", "VERSION", "The host's driver takes this CUDA version."),
        Text("max-age", "AGE", "Only prices at most so old (30d)."),
    ];

    public void AddTo(Command verb)
    {
        verb.Add(_accelerators);
        foreach (var option in _options) verb.Add(option);
    }

    /// <exception cref="CliException">Something is no number, no accelerator, no country.</exception>
    public OfferQuestion Question(VerbCall call) => Understood(new QuestionWords(field => Values(call, field)).Read);

    /// <exception cref="CliException">One is no accelerator.</exception>
    public static IReadOnlyList<AcceleratorWish> Wishes(string[] words) => Understood(() => QuestionWords.Wishes(words));

    private static T Understood<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (QuestionException problem)
        {
            throw CliException.BadInput(problem.Field.Length > 0 ? $"--{problem.Field.Replace('_', '-')} {problem.Message}" : problem.Message, problem.Hint);
        }
    }

    private IReadOnlyList<string> Values(VerbCall call, string field)
    {
        if (field == "gpu") return call.Value(_accelerators);
        foreach (var option in _options)
        {
            if (option.Name != "--" + field.Replace('_', '-')) continue;
            return option switch
            {
                Option<bool> flag => call.Value(flag) ? ["true"] : [],
                Option<string[]> many => call.Value(many) ?? [],
                Option<string?> text => call.Value(text) is { } value ? [value] : [],
                _ => [],
            };
        }

        return [];
    }

    private static Option<bool> Flag(string name, string description, params string[] aliases) => new("--" + name, aliases) { Description = description };

    private static Option<string?> Text(string name, string help, string description) => new("--" + name) { Description = description, HelpName = help };

    private static Option<string[]> Many(string name, string help, string description) => new("--" + name) { Description = description, HelpName = help };
}
