using System.Globalization;
using Haggle.Bench.Harness;

namespace Haggle.Bench.Catalogue;

/// <summary>A question to the full catalogue: everything that can be imported from the reference price files, as whole processes and inside the server.</summary>
internal sealed class CatalogueBench : IBenchmark
{
    private const int Rounds = 60;
    private const int WarmRounds = 400;
    private const int MemoryRounds = 20;
    private const double MostRatio = 1.5;
    private const double MostWarmNanoseconds = 5e6;
    private const long MostBytes = 60L << 20;
    private const long FewestPrices = 250_000;

    private static readonly string[] Question = ["offers", "H100:8", "--spot"];

    public string Name => "catalogue";

    public string What => "`haggle offers H100:8 --spot` on everything that can be imported from the reference price files: as a cold process against `haggle --version`, and inside the server.";

    public async Task<Report> RunAsync(Place place, CancellationToken cancellationToken)
    {
        var prices = Path.GetFullPath(Path.Combine(place.Root, "..", "shared", "data", "prices"));
        if (!Directory.Exists(prices)) throw new InvalidOperationException($"the reference price files are not at {prices}");
        await using var server = await LocalServer.StartAsync(place, cancellationToken);
        var haggle = place.Program("haggle");
        var full = server.Environment;
        var empty = new Dictionary<string, string> { ["HAGGLE_HOME"] = Path.Combine(place.Temporary, "none") };
        await Started.ToEndAsync(haggle, ["catalog", "import", prices], full, cancellationToken);
        var count = await PricesAsync(haggle, full, cancellationToken);
        Func<Task> Start(IReadOnlyDictionary<string, string> home, params string[] arguments) => () => Started.ToEndAsync(haggle, arguments, home, cancellationToken);
        var cold = await Interleaved.RunAsync(
            Rounds,
            ("haggle --version (reference)", Start(full, "--version")),
            ("haggle offers H100:8 --spot, full catalogue", Start(full, Question)),
            ("haggle offers H100:8 --spot, built-in offers", Start(empty, Question)),
            ("haggle offers H100:8 --spot --max-price 99 (command tree)", Start(full, [.. Question, "--max-price", "99"])),
            ("haggle history V100", Start(full, "history", "V100")));
        var warm = await Interleaved.RunAsync(
            WarmRounds,
            ("GET /v1/about (the way alone)", () => GetAsync(server, "/v1/about", cancellationToken)),
            ("GET /v1/offers?gpu=H100:8&spot=true, full catalogue", () => GetAsync(server, "/v1/offers?gpu=H100:8&spot=true", cancellationToken)));
        var peak = 0L;
        for (var round = 0; round < MemoryRounds; round++) peak = Math.Max(peak, await PeakMemory.OfAsync(haggle, Question, full, cancellationToken));
        return Told(count, cold, warm, peak);
    }

    private static Report Told(long count, Samples[] cold, Samples[] warm, long peak)
    {
        var report = new Report("what", "median", "p90", "least", "over --version");
        foreach (var each in cold) report.Row(each.Name, Text.Time(each.Median), Text.Time(each.P90), Text.Time(each.Least), Text.Ratio(each.Over(cold[0])));
        foreach (var each in warm) report.Row(each.Name, Text.Time(each.Median), Text.Time(each.P90), Text.Time(each.Least), "");
        report.Goal(count >= FewestPrices, string.Create(CultureInfo.InvariantCulture, $"the full catalogue has over {FewestPrices:N0} prices: {count:N0}"));
        report.Goal(cold[1].Over(cold[0]) <= MostRatio, $"a cold answer from it at most {MostRatio}x haggle --version: {Text.Ratio(cold[1].Over(cold[0]))}");
        report.Goal(warm[1].P90 < MostWarmNanoseconds, $"a warm answer in under {Text.Time(MostWarmNanoseconds)}, nine of ten: {Text.Time(warm[1].P90)}");
        report.Goal(peak < MostBytes, $"a cold answer in under {Text.MiB(MostBytes)} of resident memory: {Text.MiB(peak)}");
        report.Remarks.Add($"{Rounds} rounds of cold processes, each once a round in changing order; fork, exec, the run and the wait for its end.");
        report.Remarks.Add($"{WarmRounds} requests over one connection to the real server; what GET /v1/about takes is the way there and back.");
        report.Remarks.Add($"Memory: the highest mark of {MemoryRounds} runs, the runtime included.");
        return report;
    }

    // "267,030 prices of 124 accelerators, all whole".
    private static async Task<long> PricesAsync(string haggle, IReadOnlyDictionary<string, string> home, CancellationToken cancellationToken)
    {
        using var process = System.Diagnostics.Process.Start(Started.With(haggle, ["catalog", "verify"], home)) ?? throw new InvalidOperationException("haggle cannot be started");
        var said = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return long.Parse(said.AsSpan(0, said.IndexOf(' ', StringComparison.Ordinal)), NumberStyles.AllowThousands, CultureInfo.InvariantCulture);
    }

    private static async Task GetAsync(LocalServer server, string path, CancellationToken cancellationToken)
    {
        using var answer = await server.Client.GetAsync(new Uri(path, UriKind.Relative), cancellationToken);
        answer.EnsureSuccessStatusCode();
        await answer.Content.ReadAsByteArrayAsync(cancellationToken);
    }
}
