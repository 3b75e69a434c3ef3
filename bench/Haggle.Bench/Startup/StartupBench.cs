using Haggle.Bench.Harness;

namespace Haggle.Bench.Startup;

/// <summary>Whole processes, from before they are started until they have ended, against the smallest program of the same runtime.</summary>
internal sealed class StartupBench : IBenchmark
{
    private const int Rounds = 60;
    private const double MostRatio = 2;

    private static readonly Dictionary<string, string> Plain = [];

    public string Name => "startup";

    public string What => "Cold start of the commands that people and prompts call all the time, against a ReadyToRun hello-world of the same runtime and settings.";

    public async Task<Report> RunAsync(Place place, CancellationToken cancellationToken)
    {
        await using var server = await LocalServer.StartAsync(place, cancellationToken);
        var haggle = place.Program("haggle");
        var here = server.Environment;
        Func<Task> Start(string program, params string[] arguments) => () => Started.ToEndAsync(program, arguments, here, cancellationToken);
        var samples = await Interleaved.RunAsync(
            Rounds,
            ("hello-world (reference)", () => Started.ToEndAsync(place.Hello, [], Plain, cancellationToken)),
            ("haggle --version", Start(haggle, "--version")),
            ("haggle status (server up)", Start(haggle, "status")),
            ("./haggle --version (launcher script)", Start(place.Launcher, "--version")),
            ("haggle --help (command tree)", Start(haggle, "--help")),
            ("sh -c true", Start("/bin/sh", "-c", "true")));
        var report = new Report("program", "median", "p90", "least", "over hello-world");
        foreach (var each in samples) report.Row(each.Name, Text.Time(each.Median), Text.Time(each.P90), Text.Time(each.Least), Text.Ratio(each.Over(samples[0])));
        foreach (var each in samples.Skip(1).Take(2)) report.Goal(each.Over(samples[0]) <= MostRatio, $"{each.Name} at most {MostRatio}x hello-world: {Text.Ratio(each.Over(samples[0]))}");
        report.Remarks.Add($"{Rounds} rounds, each program once a round in changing order. The times hold fork, exec, the run and the wait for its end.");
        report.Remarks.Add($"The launcher script adds {Text.Time(samples[3].Median - samples[1].Median)} to every start (a shell and a look for newer sources); an installed haggle has none of that.");
        return report;
    }
}
