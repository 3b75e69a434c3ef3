using System.Globalization;
using Haggle.Bench.Harness;
using Haggle.Catalog.Imports;
using Haggle.Catalog.Store;

namespace Haggle.Bench.Catalogue;

/// <summary>Importers on one core, each on the reference file of its kind.</summary>
internal sealed class ImportBench : IBenchmark
{
    private const int Rounds = 5;
    private const int LeastRows = 200_000;
    private const int FewestRows = 1000;
    private const int PricesOfARecord = 10;
    private const long AwsLength = 256 << 20;

    private static readonly TimeSpan Long = TimeSpan.FromMilliseconds(200);

    public string Name => "import";

    public string What => "Rows a second through each importer on one core: recognised, read, checked, named and added to a catalogue that is being built.";

    public async Task<Report> RunAsync(Place place, CancellationToken cancellationToken)
    {
        var report = new Report("kind of file", "rows", "kept", "rows/s", "MB/s");
        var slow = new List<string>();
        foreach (var path in Files(place).Append(await AwsListAsync(place, cancellationToken)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var file = KnownFiles.Describe(path, "a benchmark", null, "");
            if (file.AsOf is null) file = file with { AsOf = DateTimeOffset.UnixEpoch };
            var first = new PriceImport(new MarketBuilder()).Import(file);
            if (first.Read == 0) continue;
            var samples = new Samples(first.Kind);
            for (var round = -1; round < Rounds; round++)
            {
                // Small files several times over, so that a round is long enough to be measured.
                var from = Environment.CpuUsage.TotalTime;
                var times = 0;
                do
                {
                    new PriceImport(new MarketBuilder()).Import(file);
                    times++;
                }
                while (Environment.CpuUsage.TotalTime - from < Long);
                if (round >= 0) samples.Add(Environment.CpuUsage.TotalTime - from, times);
            }

            // One record of some files has the prices of all regions; of EC2's list the lines count that are told by a look not to be wanted.
            var rows = first.Kind.StartsWith("Amazon EC2 price list", StringComparison.Ordinal) ? await LinesAsync(path, cancellationToken) : first.Kept > PricesOfARecord * first.Read ? first.Kept : first.Read;
            var rate = rows / (samples.Median / 1e9);
            report.Row($"{first.Kind}: {Path.GetFileName(path)}", Number(rows), Number(first.Kept), Number((long)rate), Text.Of(new FileInfo(path).Length / 1e6 / (samples.Median / 1e9)));
            if (rate < LeastRows && rows >= FewestRows) slow.Add($"{Path.GetFileName(path)} {Number((long)rate)}");
        }

        report.Goal(slow.Count == 0, slow.Count == 0 ? $"every importer at least {Number(LeastRows)} rows a second, on files of {Number(FewestRows)} rows and more" : $"every importer at least {Number(LeastRows)} rows a second; not so: {string.Join(", ", slow)}");
        report.Remarks.Add($"Median of {Rounds} rounds of processor time (user and system, collecting garbage included), which is what one core does whatever else the machine is busy with. Files of a few hundred rows are mostly opened, recognised and closed: their rate says little. Where one record has all regions in it, prices are counted. Reference files that are absent are not measured; EC2's own list is made by the benchmark, and all its lines count, for each is looked at.");
        return report;
    }

    private static IEnumerable<string> Files(Place place)
    {
        var folder = Path.GetFullPath(Path.Combine(place.Root, "..", "shared", "data", "prices"));
        return Directory.Exists(folder) ? KnownFiles.Expand([folder]) : [];
    }

    private static async Task<string> AwsListAsync(Place place, CancellationToken cancellationToken)
    {
        var path = Path.Combine(place.Temporary, "ec2-list.csv");
        await using var file = File.Create(path);
        await file.WriteAsync(AwsListText.Head(), cancellationToken);
        for (var number = 0; file.Length < AwsLength; number++)
        {
            var (wanted, others) = AwsListText.Block(number);
            await file.WriteAsync(wanted, cancellationToken);
            await file.WriteAsync(others, cancellationToken);
        }

        return path;
    }

    private static async Task<long> LinesAsync(string path, CancellationToken cancellationToken)
    {
        var lines = 0L;
        await foreach (var _ in File.ReadLinesAsync(path, cancellationToken)) lines++;
        return lines;
    }

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
