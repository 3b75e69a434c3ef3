using Haggle.Bench.Catalogue;
using Haggle.Bench.Decide;
using Haggle.Bench.Forecasting;
using Haggle.Bench.Harness;
using Haggle.Bench.Latency;
using Haggle.Bench.Scale;
using Haggle.Bench.Ssh;
using Haggle.Bench.Startup;
using Haggle.Bench.Store;
using Haggle.Bench.TaskFiles;
using Haggle.Bench.Transfer;
using Haggle.Bench.Tunnels;

if (args is [ScaleWish.Verb, ..]) return await ScaleChild.RunAsync(ScaleWish.Parse(args), CancellationToken.None);

if (args is [SpeedFacts.Verb])
{
    using var here = new Place();
    return SpeedFacts.Write(here.Root);
}

IBenchmark[] all =
[
    new StartupBench(), new LatencyBench(), new ScaleBench(), new StoreBench(), new DecideBench(), new TaskFileBench(), new TransferBench(), new CatalogueBench(),
    new ImportBench(), new AwsListBench(), new PlanBench(), new ForecastBench(), new TunnelBench(), new SshStartBench(), new SshHostsBench(), new SshLogBench(),
];
var note = "";
var names = new List<string>();
for (var i = 0; i < args.Length; i++)
{
    if (args[i] == "--note" && i + 1 < args.Length) note = args[++i];
    else names.Add(args[i]);
}

if (names.Find(name => !all.Any(each => each.Name == name)) is { } unknown)
{
    Console.Error.WriteLine($"bench: there is no '{unknown}'; there are {string.Join(", ", all.Select(each => each.Name))}");
    return 2;
}

using var stopping = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stopping.Cancel();
};
using var place = new Place();
Directory.CreateDirectory(place.Results);
foreach (var benchmark in all.Where(each => names.Count == 0 || names.Contains(each.Name)))
{
    var machine = MachineDescription.Lines().ToArray();
    var page = Page.Of(benchmark, await benchmark.RunAsync(place, stopping.Token), note, machine);
    Console.WriteLine(page);
    await File.WriteAllTextAsync(Path.Combine(place.Results, benchmark.Name + ".md"), page, stopping.Token);
}

return 0;
