using System.Diagnostics;
using System.Globalization;
using Haggle.Simulation.Bugs;
using Haggle.Simulation.World;

namespace Haggle.Simulation;

/// <summary>The command line of <c>haggle-sim</c>.</summary>
internal static class Command
{
    private const string Usage = """
        usage: haggle-sim [--seeds N] [--from S] [--parallel P] [--bug KIND] [--calm | --slow] [--go-on] [--quiet]
               haggle-sim --seed S [--trace] [--runs N] [--bug KIND] [--calm | --slow]
          --seeds N     how many worlds to run (1000)
          --from S      the first seed (1)
          --parallel P  how many processes share them (1)
          --seed S      one world only
          --runs N      so many runs in it, submitted within ten minutes
          --trace       write down everything that happens in it
          --calm        nothing goes wrong but what the market does
          --slow        nothing goes wrong, but everything takes long and no two clocks agree
          --go-on       go on after a broken promise
          --bug KIND    plant a bug: a kind of PlantedBug
        exit code: 0 every promise held, 1 a promise was broken, 2 the command line is wrong
        """;

    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter errors)
    {
        if (Arguments.Read(args, out var problem) is not { } arguments)
        {
            await errors.WriteLineAsync(problem.Length > 0 ? $"haggle-sim: {problem}\n{Usage}" : Usage);
            return 2;
        }

        if (arguments.Seed is { } seed) return await OneAsync(seed, arguments, output);
        return arguments.Parallel > 1 ? await SharedAsync(arguments, output) : await ManyAsync(arguments, output);
    }

    private static async Task<int> OneAsync(ulong seed, Arguments arguments, TextWriter output)
    {
        var time = Stopwatch.StartNew();
        var report = await new SimWorld(seed, arguments.World(arguments.Trace ? output : null)).RunAsync();
        await output.WriteLineAsync(report.ToString());
        if (arguments.Runs is not null)
        {
            var peak = Process.GetCurrentProcess().PeakWorkingSet64 >> 20;
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{time.Elapsed.TotalSeconds:0.0} s, {peak} MiB at most"));
        }

        return report.Broken is null ? 0 : 1;
    }

    private static async Task<int> ManyAsync(Arguments arguments, TextWriter output)
    {
        var time = Stopwatch.StartNew();
        var broken = 0;
        var (machines, kills, steps, hours) = (0L, 0L, 0L, 0.0);
        for (var i = 0; i < arguments.Seeds; i++)
        {
            var seed = arguments.From + (ulong)(i * arguments.Stride);
            var report = await new SimWorld(seed, arguments.World(null)).RunAsync();
            machines += report.Machines;
            kills += report.Kills;
            steps += report.Steps;
            hours += report.Lasted.TotalHours;
            if (report.Broken is not null)
            {
                await output.WriteLineAsync(report.ToString());
                await output.WriteLineAsync($"replay: haggle-sim --seed {seed} --trace{(arguments.Bug is PlantedBug.None ? "" : $" --bug {arguments.Bug}")}{(arguments.Calm ? " --calm" : arguments.Slow ? " --slow" : "")}");
                broken++;
                if (!arguments.GoOn) return 1;
            }

            if (!arguments.Quiet && (i + 1) % 500 == 0) await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{i + 1} worlds, {time.Elapsed.TotalSeconds:0.0} s"));
        }

        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{(broken == 0 ? "every promise held" : $"promises were broken {broken} times")} in {arguments.Seeds} worlds: {hours:0} h, {machines} machines, {kills} kills, {steps} steps, {time.Elapsed.TotalSeconds:0.0} s"));
        return broken == 0 ? 0 : 1;
    }

    /// <summary>Shares the seeds out over processes: a world needs a thread pool of its own.</summary>
    private static async Task<int> SharedAsync(Arguments arguments, TextWriter output)
    {
        var processes = new List<Process>();
        for (var i = 0; i < arguments.Parallel; i++)
        {
            var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
            if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) is "dotnet") start.ArgumentList.Add(typeof(Command).Assembly.Location);
            var share = (arguments.Seeds / arguments.Parallel) + (i < arguments.Seeds % arguments.Parallel ? 1 : 0);
            foreach (var word in arguments.ForShare(arguments.From + (ulong)i, share)) start.ArgumentList.Add(word);
            processes.Add(Process.Start(start)!);
        }

        var worst = 0;
        var texts = await Task.WhenAll(processes.Select(p => p.StandardOutput.ReadToEndAsync()));
        for (var i = 0; i < processes.Count; i++)
        {
            await processes[i].WaitForExitAsync();
            await output.WriteAsync(texts[i]);
            worst = Math.Max(worst, processes[i].ExitCode);
            processes[i].Dispose();
        }

        return worst;
    }
}
