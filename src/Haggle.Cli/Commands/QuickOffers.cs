using Haggle.Catalog.Questions;
using Haggle.Cli.Asking;
using Haggle.Core.Market;

namespace Haggle.Cli.Commands;

/// <summary>
/// `haggle offers GPU[:N]... [--spot|--on-demand] [--all]` as people call it all the time: without the command tree, whose coming up costs more than the
/// answer. Whatever else is on the line is left to the long way, which knows every option and explains mistakes.
/// </summary>
internal static class QuickOffers
{
    public static bool TryShow(World world, string[] args, out int exitCode)
    {
        exitCode = ExitCodes.Ok;
        if (args.Length < 2 || args[0] != "offers") return false;
        var wishes = new List<AcceleratorWish>();
        var purchases = default(PurchaseSet);
        var all = false;
        for (var i = 1; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--spot": purchases = purchases.With(Purchase.Spot).With(Purchase.Bid); break;
                case "--on-demand": purchases = purchases.With(Purchase.OnDemand); break;
                case "--all" or "-a": all = true; break;
                case ['-', ..] or "show" or "": return false;
                default:
                    if (AcceleratorWish.Parse(args[i], out _) is not { } wish) return false;
                    wishes.Add(wish);
                    break;
            }
        }

        if (purchases.IsEmpty) purchases = PurchaseSet.ByTheHour;
        try
        {
            exitCode = MarketAnswer.Show(world, new OfferQuestion { Accelerators = wishes, Purchases = purchases, All = all, Limit = QuestionWords.DefaultLimit }, json: false, csv: false);
            return true;
        }
        catch (CliException)
        {
            return false;
        }
    }
}
