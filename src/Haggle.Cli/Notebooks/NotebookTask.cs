using System.Globalization;
using System.Text;
using Haggle.Catalog.BuiltIn;
using Haggle.Catalog.Questions;
using Haggle.Cli.Asking;
using Haggle.Core.Tasks;

namespace Haggle.Cli.Notebooks;

/// <summary>The task of `haggle jupyter --on OFFER`: a run whose program is the notebook server, and whose checkpoints are the notebooks.</summary>
internal static class NotebookTask
{
    /// <summary>The folder with the notebooks, in the working folder and in every checkpoint.</summary>
    public const string Folder = "notebooks";

    public const string TokenName = "JUPYTER_TOKEN";

    private const string HereDocument = "HAGGLE_NOTEBOOK_END";

    /// <summary>The task file's text.</summary>
    /// <param name="settings">What the script is told.</param>
    /// <param name="files">A folder here whose files are wanted there; null for none.</param>
    /// <param name="image">The image to run in; null for none.</param>
    /// <param name="budget">The most it may cost; null for no limit.</param>
    public static byte[] Text(NotebookSettings settings, string? files, string? image, string? budget)
    {
        var text = new StringBuilder();
        text.Append("name: notebook\n");
        if (image is not null) text.Append(CultureInfo.InvariantCulture, $"resources: {{image_id: {Quoted(image)}}}\n");
        if (files is not null) text.Append(CultureInfo.InvariantCulture, $"file_mounts: {{{Folder}: {Quoted(files)}}}\n");
        if (budget is not null) text.Append(CultureInfo.InvariantCulture, $"budget: {Quoted(budget)}\n");
        text.Append(CultureInfo.InvariantCulture, $"secrets: {{{TokenName}: null}}\ncheckpoint: {{path: {Folder}, every: 1m}}\nenvs: {{HAGGLE_NOTEBOOK: {Quoted(settings.Json())}}}\n");
        text.Append(CultureInfo.InvariantCulture, $"run: |\n  command -v python3 >/dev/null || {{ echo 'haggle: there is no python3 on this machine' >&2; exit 3; }}\n  exec python3 - <<'{HereDocument}'\n");
        foreach (var line in NotebookSettings.Text().Split('\n')) text.Append(line.Length > 0 ? "  " : "").Append(line).Append('\n');
        return Encoding.UTF8.GetBytes(text.Append("  ").Append(HereDocument).Append('\n').ToString());
    }

    /// <summary>
    /// The key of the offer that is meant: a key itself, "local", or the provider and instance type that an instance type or accelerator is cheapest at. Where and
    /// how it is bought is left to the server then: it knows the prices of now, which regions may be used, and where there is capacity.
    /// </summary>
    /// <exception cref="CliException">There is none.</exception>
    public static string Offer(World world, string named, string? cloud, bool onDemand, bool rehearsed)
    {
        if (named == "local" || named.Contains('/', StringComparison.Ordinal)) return named;
        using var market = MarketAnswer.Open(world);
        var question = new OfferQuestion { Providers = cloud is null ? [] : [cloud], All = true, Limit = int.MaxValue };
        var fitting = MarketAnswer.Guarded(() => OfferSearch.Ask(market, question, world.Time.GetUtcNow())).Offers
            .Where(offer => !offer.IsHistory && !offer.IsClosed && offer.HourlyNanoUsd > 0 && (!onDemand || offer.Purchase == Core.Market.Purchase.OnDemand)
                // Rehearsals pretend the offers that came along, which have reclaims and terms as well as prices.
                && (!rehearsed || BuiltInOffers.Find(offer.Key) is not null)).ToArray();
        var found = fitting.Where(offer => offer.InstanceType.Equals(named, StringComparison.OrdinalIgnoreCase)).MinBy(offer => offer.HourlyNanoUsd)
            ?? fitting.Where(offer => offer.Accelerator is { } model && model.Name.Equals(named, StringComparison.OrdinalIgnoreCase) && Math.Abs(offer.Count - 1) < 0.001).MinBy(offer => offer.HourlyNanoUsd);
        if (found is not null) return rehearsed ? found.Key : $"{found.Provider}//{found.InstanceType}/{(onDemand ? "on-demand" : "any")}";
        var near = Spelling.Nearest(named, fitting.Select(offer => offer.InstanceType).Distinct(StringComparer.Ordinal));
        throw new CliException(ExitCodes.NoOffer, $"there is no offer '{named}'{(cloud is null ? "" : " of " + cloud)}", near is null ? "haggle offers shows them; local is this computer." : $"Did you mean {near}?");
    }

    private static string Quoted(string text) => "'" + text.Replace("'", "''", StringComparison.Ordinal) + "'";
}
