using System.Diagnostics;
using System.Globalization;

namespace Haggle.Simulation.Pools;

/// <summary>The command line of <c>haggle-sim pool</c>: several servers on the same machines.</summary>
internal static class PoolCommand
{
    private const string Usage = """
        usage: haggle-sim pool [--seeds N] [--from S] [--bug KIND] [--go-on] [--trace]
          --seeds N   how many worlds (200)
          --from S    the first seed (1)
          --bug KIND  plant a bug: a kind of PoolBug
          --go-on     go on after a broken promise
          --trace     write down everything that happens
        exit code: 0 every promise held, 1 a promise was broken, 2 the command line is wrong
        """;

    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter errors)
    {
        var (seeds, from, trace, goOn, bug) = (200, 1UL, false, false, PoolBug.None);
        for (var i = 0; i < args.Length; i++)
        {
            var value = i + 1 < args.Length ? args[i + 1] : "";
            if (args[i] is "--trace") trace = true;
            else if (args[i] is "--go-on") goOn = true;
            else if (args[i] is "--seeds" && int.TryParse(value, CultureInfo.InvariantCulture, out seeds) && seeds > 0) i++;
            else if (args[i] is "--from" && ulong.TryParse(value, CultureInfo.InvariantCulture, out from)) i++;
            else if (args[i] is "--bug" && Enum.TryParse(value, ignoreCase: true, out bug)) i++;
            else
            {
                await errors.WriteLineAsync($"haggle-sim pool: {args[i]} is not known, or its value is missing or wrong\n{Usage}");
                return 2;
            }
        }

        var (time, broken, launches, faults, steps) = (Stopwatch.StartNew(), 0, 0, 0, 0L);
        for (var i = 0; i < seeds && (broken == 0 || goOn); i++)
        {
            using var world = new PoolWorld(from + (ulong)i, bug, trace ? output : null);
            await world.RunAsync();
            (launches, faults, steps) = (launches + world.Launches, faults + world.Faults, steps + world.Steps);
            if (world.Broke is not { } broke) continue;
            broken++;
            await output.WriteLineAsync($"seed {from + (ulong)i}: {broke}\nreplay: haggle-sim pool --seeds 1 --from {from + (ulong)i} --trace{(bug is PoolBug.None ? "" : $" --bug {bug}")}");
        }

        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{(broken == 0 ? "every promise held" : $"promises were broken {broken} times")} in {seeds} pools: {launches} allotments, {faults} faults, {steps} steps, {time.Elapsed.TotalSeconds:0.0} s"));
        return broken == 0 ? 0 : 1;
    }
}
