using Haggle.Core.Market;

namespace Haggle.Catalog.Imports;

/// <summary>
/// The small tables out of articles: spot against on demand (Jan 2021) and cards by the hour in Asia (2019). Their machines are described in words; a row is
/// kept where these name one card, and the words become its instance type.
/// </summary>
internal sealed class ArticleTablesCsv : IPriceFormat
{
    public string Name => "table out of an article (CSV)";

    public bool Recognises(ReadOnlySpan<byte> start) => start.StartsWith("provider,configuration,ondemand_usd_hour,spot_usd_hour"u8) || start.StartsWith("cloud,region,gpu_or_type,ondemand_usd_hour"u8);

    public void Read(Stream stream, Intake intake)
    {
        var csv = new CsvReader(stream, (byte)',');
        if (!csv.Read()) return;
        var isSpotTable = csv.Count == 5;
        while (csv.Read())
        {
            intake.Row(csv.Line);
            var words = intake.Text[csv[isSpotTable ? 1 : 2]];
            var card = words[(words.LastIndexOfAny([' ', '/']) + 1)..];
            if (csv.Count < 5) intake.Refuse("fields are missing");
            else if (!isSpotTable && csv[1].SequenceEqual("not stated"u8)) intake.LeaveOut("a price without a region");
            else if (intake.TryAccelerator(card, 0, out var model)) Take(csv, intake, words, model, isSpotTable);
        }
    }

    private static void Take(CsvReader csv, Intake intake, string words, AcceleratorModel? model, bool isSpotTable)
    {
        ReadOnlySpan<Purchase> columns = [Purchase.OnDemand, Purchase.Spot, Purchase.ReservedOneYear, Purchase.ReservedThreeYears];
        for (var i = 0; i < (isSpotTable ? 2 : 4); i++)
        {
            var at = (isSpotTable ? 2 : 3) + i;
            if (csv[at].IsEmpty || !intake.TryPrice(csv[at], "a price of 0 means unknown", out var price)) continue;
            intake.Keep(intake.Machine(Marketplaces.Name(intake.Text[csv[0]]), isSpotTable ? "" : intake.Text[csv[1]], words.Replace(' ', '-').Replace('/', '-'), columns[i], price) with { Accelerator = model, AcceleratorCount = 1, IsPast = true });
        }
    }
}
