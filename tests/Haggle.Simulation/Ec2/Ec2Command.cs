using System.Diagnostics;
using System.Globalization;

namespace Haggle.Simulation.Ec2;

/// <summary>The command line of <c>haggle-sim ec2</c>: random schedules of faults on an EC2 account.</summary>
internal static class Ec2Command
{
    private const string Usage = """
        usage: haggle-sim ec2 [--seeds N] [--from S] [--gone] [--bug KIND] [--go-on] [--trace]
               haggle-sim ec2 --failover [--from S] [--trace]
          --seeds N    how many schedules of faults (500)
          --from S     the first seed (1)
          --gone       the server is killed for good: every machine must end by itself
          --bug KIND   plant a bug: a kind of Ec2Bug
          --go-on      go on after a broken promise
          --failover   how long it takes over fifty offers without capacity
          --trace      write down everything that happens
        exit code: 0 every promise held, 1 a promise was broken, 2 the command line is wrong
        """;

    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter errors)
    {
        var (seeds, from, gone, trace, goOn, failover, bug) = (500, 1UL, false, false, false, false, Ec2Bug.None);
        for (var i = 0; i < args.Length; i++)
        {
            var value = i + 1 < args.Length ? args[i + 1] : "";
            if (args[i] is "--gone") gone = true;
            else if (args[i] is "--trace") trace = true;
            else if (args[i] is "--go-on") goOn = true;
            else if (args[i] is "--failover") failover = true;
            else if (args[i] is "--seeds" && int.TryParse(value, CultureInfo.InvariantCulture, out seeds) && seeds > 0) i++;
            else if (args[i] is "--from" && ulong.TryParse(value, CultureInfo.InvariantCulture, out from)) i++;
            else if (args[i] is "--bug" && Enum.TryParse(value, ignoreCase: true, out bug)) i++;
            else
            {
                await errors.WriteLineAsync($"haggle-sim ec2: {args[i]} is not known, or its value is missing or wrong\n{Usage}");
                return 2;
            }
        }

        if (failover) return await Ec2Failover.RunAsync(from, trace ? output : null, output);
        var (time, broken, kills, lost, refused, machines, calls) = (Stopwatch.StartNew(), 0, 0, 0, 0, 0, 0L);
        for (var i = 0; i < seeds && (broken == 0 || goOn); i++)
        {
            var world = new Ec2World(from + (ulong)i, bug, gone, trace ? output : null);
            await world.RunAsync();
            (kills, lost, refused, machines, calls) = (kills + world.Kills, lost + world.Lost, refused + world.Refused, machines + world.Cloud.Instances.Count, calls + world.Calls);
            if (world.Broke is not { } broke) continue;
            broken++;
            await output.WriteLineAsync($"seed {from + (ulong)i}: {broke}\nreplay: haggle-sim ec2 --seeds 1 --from {from + (ulong)i} --trace{(gone ? " --gone" : "")}{(bug is Ec2Bug.None ? "" : $" --bug {bug}")}");
        }

        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{(broken == 0 ? "zero machines left, every cent explained" : $"promises were broken {broken} times")} in {seeds} schedules: {machines} machines, {calls} calls, {lost} lost, {refused} throttled or expired, {kills} kills, {time.Elapsed.TotalSeconds:0.0} s"));
        return broken == 0 ? 0 : 1;
    }
}
