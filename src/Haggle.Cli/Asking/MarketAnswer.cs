using Haggle.Catalog.Questions;
using Haggle.Catalog.Store;
using Haggle.Cli.Render;

namespace Haggle.Cli.Asking;

/// <summary>Asks the local catalogue and shows the answer; the long way and the quick way of `haggle offers` meet here.</summary>
internal static class MarketAnswer
{
    public static int Show(World world, OfferQuestion question, bool json, bool csv)
    {
        using var market = Open(world);
        var now = world.Time.GetUtcNow();
        var answer = Guarded(() => OfferSearch.Ask(market, question, now));
        if (json) world.Terminal.Output.Write(OfferJson.List(answer, now));
        else if (csv) world.Terminal.Output.Write(OfferCsv.List(answer.Offers));
        else
        {
            var page = world.Terminal.OutputPage();
            OffersView.Write(page, answer, question, now);
            world.Terminal.Show(page);
        }

        return answer.Offers.Count > 0 ? ExitCodes.Ok : ExitCodes.NoOffer;
    }

    /// <exception cref="CliException">There is no catalogue, or it is damaged.</exception>
    public static MarketFile Open(World world)
    {
        try
        {
            return LocalMarket.Open(world.StateFolder.Path, AppContext.BaseDirectory);
        }
        catch (InvalidDataException problem)
        {
            throw CliException.BadInput(problem.Message, "haggle catalog reset goes back to the offers that came with haggle; then import or update again.");
        }
        catch (FileNotFoundException problem)
        {
            throw CliException.BadInput(problem.Message, "haggle catalog import FILE... reads price files.");
        }
    }

    /// <summary>Puts a new catalogue in the place of the user's own.</summary>
    /// <exception cref="CliException">It cannot be written; the old one stays as it is.</exception>
    public static void Replace(World world, byte[] catalogue)
    {
        try
        {
            world.StateFolder.Make();
            MarketSwap.Replace(LocalMarket.PathIn(world.StateFolder.Path), catalogue);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw CliException.BadInput($"the catalogue cannot be written: {problem.Message}", "The old one stays as it was.");
        }
    }

    /// <summary>What a question answers.</summary>
    /// <exception cref="CliException">The catalogue is damaged.</exception>
    public static T Guarded<T>(Func<T> question)
    {
        try
        {
            return question();
        }
        catch (InvalidDataException problem)
        {
            throw CliException.BadInput(problem.Message, "haggle catalog reset goes back to the offers that came with haggle; then import or update again.");
        }
    }
}
