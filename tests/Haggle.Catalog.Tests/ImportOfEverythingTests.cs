using System.Diagnostics;
using Haggle.Catalog.Imports;
using Haggle.Catalog.Store;

namespace Haggle.Catalog.Tests;

public sealed class ImportOfEverythingTests(ITestOutputHelper output)
{
    [Fact]
    public void Every_price_file_is_read_and_every_row_is_accounted_for()
    {
        var folder = SharedPrices.Folder("prices");
        var market = new MarketBuilder();
        var import = new PriceImport(market);
        var watch = Stopwatch.StartNew();
        foreach (var path in KnownFiles.Expand([folder]))
        {
            var begun = watch.Elapsed;
            var report = import.Import(KnownFiles.Describe(path, "", null, ""));
            output.WriteLine($"{Path.GetFileName(path)}: {report.Kind}: read {report.Read:N0}, kept {report.Kept:N0}, left out {report.LeftOut:N0}, refused {report.Refused:N0}, rounded {report.Rounded:N0}, {(watch.Elapsed - begun).TotalMilliseconds:N0} ms {report.Fault}");
            foreach (var reason in report.Reasons()) output.WriteLine("    " + reason);
            Assert.Equal("", report.Fault);
            Assert.True(report.Kept + report.LeftOut + report.Refused >= report.Read, path);
        }

        var bytes = market.ToBytes(DateTimeOffset.UnixEpoch);
        output.WriteLine($"{market.Count:N0} prices, {market.Repeated:N0} told twice, {bytes.Length:N0} bytes, {watch.Elapsed.TotalMilliseconds:N0} ms");
        using var file = MarketFile.Open("test", bytes);
        file.Verify();
        var current = Enumerable.Range(0, file.Blocks).Sum(block => file.Count(block, history: false));
        output.WriteLine($"{current:N0} current in {file.Blocks} blocks, {file.RowCount:N0} rows");
        Assert.True(file.RowCount > 250_000);
    }
}
