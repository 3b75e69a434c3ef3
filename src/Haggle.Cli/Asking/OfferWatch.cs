using Haggle.Catalog.Questions;
using Haggle.Cli.Render;

namespace Haggle.Cli.Asking;

/// <summary>
/// `haggle offers --watch`: the same question again and again, and what changed since it was asked first. On a terminal the table is drawn anew; into a pipe
/// it is written when something changed, with the time before it.
/// </summary>
internal sealed class OfferWatch(World world, OfferQuestion question, bool json, bool csv)
{
    private const string Home = "\e[H\e[2J";

    private OfferChanges? _changes;
    private string _shown = "";

    /// <summary>Asks until it is cancelled, which is how a watch ends.</summary>
    public async Task<int> RunAsync(TimeSpan every, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                Step();
                await Task.Delay(every, world.Time, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return ExitCodes.Ok;
        }
    }

    /// <summary>Asks once and shows what there is to show.</summary>
    public void Step()
    {
        var now = world.Time.GetUtcNow();
        using var market = MarketAnswer.Open(world);
        var answer = MarketAnswer.Guarded(() => OfferSearch.Ask(market, question, now));
        _changes ??= new OfferChanges(answer.Offers, now);
        var prices = OfferChanges.Fingerprint(answer.Offers);
        if (!world.Terminal.OutputIsTerminal && prices == _shown) return;
        var isFirst = _shown.Length == 0;
        _shown = prices;
        if (json) world.Terminal.Output.Write(OfferJson.List(answer, now));
        else if (csv) world.Terminal.Output.Write(OfferCsv.List(answer.Offers));
        else
        {
            var page = world.Terminal.OutputPage();
            if (!isFirst && !world.Terminal.OutputIsTerminal) page.Blank();
            page.Line(new Inked(TimeText.Instant(now), Ink.Strong));
            OffersView.Write(page, answer, question, now, _changes);
            if (world.Terminal.OutputIsTerminal) world.Terminal.Output.Write(Home);
            world.Terminal.Show(page);
        }
    }
}
