using System.Diagnostics;
using Haggle.Catalog.Live;
using Haggle.Catalog.Live.Sources;
using Haggle.Catalog.Live.Web;

namespace Haggle.Catalog.Tests.Live;

/// <summary>A process that updates a catalogue again and again until it is killed, and says after each time that it is done.</summary>
internal static class KilledUpdate
{
    public static async Task<int> RunAsync(string folder, Uri address)
    {
        var wish = new UpdateWish { StateFolder = Path.Combine(folder, "state"), ProgramFolder = Path.Combine(folder, "program") };
        while (true)
        {
            var report = await new CatalogueUpdate([new VastOffers(address)], _ => null, WebLimits.Default, TimeProvider.System).RunAsync(wish, CancellationToken.None);
            Console.WriteLine(report.Sources[0].State);
        }
    }

    public static Process Start(string folder, Uri address) => Process.Start(new ProcessStartInfo
    {
        FileName = Environment.ProcessPath!,
        ArgumentList = { "update-until-killed", folder, address.ToString() },
        RedirectStandardOutput = true,
    })!;
}
