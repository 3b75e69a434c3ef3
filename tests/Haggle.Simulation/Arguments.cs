using System.Globalization;
using Haggle.Simulation.Bugs;
using Haggle.Simulation.World;

namespace Haggle.Simulation;

/// <summary>What was asked for on the command line.</summary>
internal sealed record Arguments
{
    public int Seeds { get; init; } = 1000;

    public ulong From { get; init; } = 1;

    public int Parallel { get; init; } = 1;

    /// <summary>The distance between two seeds of this process.</summary>
    public int Stride { get; init; } = 1;

    public ulong? Seed { get; init; }

    public int? Runs { get; init; }

    public bool Trace { get; init; }

    public bool Quiet { get; init; }

    public bool Calm { get; init; }

    public bool Slow { get; init; }

    public bool GoOn { get; init; }

    public PlantedBug Bug { get; init; }

    public static Arguments? Read(string[] args, out string problem)
    {
        problem = "";
        var read = new Arguments();
        for (var i = 0; i < args.Length; i++)
        {
            var name = args[i];
            if (name is "--trace") read = read with { Trace = true };
            else if (name is "--quiet") read = read with { Quiet = true };
            else if (name is "--calm") read = read with { Calm = true };
            else if (name is "--slow") read = read with { Slow = true };
            else if (name is "--go-on") read = read with { GoOn = true };
            else if (i + 1 < args.Length && With(read, name, args[++i]) is { } next) read = next;
            else
            {
                problem = name is "--help" or "-h" ? "" : $"{name} is not known, or its value is missing or wrong";
                return null;
            }
        }

        return read;
    }

    public WorldOptions World(TextWriter? trace) => new() { Bug = Bug, Trace = trace, Runs = Runs, Weather = Calm ? Weather.Calm : Slow ? Weather.Slow : null };

    /// <summary>The command line of one of several processes.</summary>
    public IEnumerable<string> ForShare(ulong first, int seeds)
    {
        string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
        return ["--seeds", Number(seeds), "--from", Number((long)first), "--stride", Number(Parallel), "--bug", Bug.ToString(), "--quiet", .. GoOn ? ["--go-on"] : Array.Empty<string>(), .. Calm ? ["--calm"] : Array.Empty<string>(), .. Slow ? ["--slow"] : Array.Empty<string>()];
    }

    private static Arguments? With(Arguments read, string name, string value) => (name, long.TryParse(value, CultureInfo.InvariantCulture, out var number) && number >= 0) switch
    {
        ("--seeds", true) => read with { Seeds = (int)number },
        ("--from", true) => read with { From = (ulong)number },
        ("--parallel", true) => read with { Parallel = Math.Clamp((int)number, 1, 64) },
        ("--stride", true) => read with { Stride = (int)number },
        ("--runs", true) when number > 0 => read with { Runs = (int)number },
        ("--seed", true) => read with { Seed = (ulong)number },
        ("--bug", _) when Enum.TryParse<PlantedBug>(value, ignoreCase: true, out var bug) => read with { Bug = bug },
        _ => null,
    };
}
