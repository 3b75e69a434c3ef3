using System.Globalization;
using Haggle.Cli.Launching;
using Haggle.Cli.Rehearsing;
using Haggle.Core.Simulation.Spot;
using Haggle.Core.Tasks;
using Haggle.TaskFiles;

namespace Haggle.Cli.Simulating;

/// <summary>What `haggle simulate` was asked for, as it was written.</summary>
internal sealed record SimulationWish
{
    /// <summary>The tick of a market that is drawn, and its length: two weeks in steps of ten minutes, as the published recordings have.</summary>
    private const int DrawnGap = 600;
    private const int DrawnTicks = 14 * 144;
    private const int DrawnSingles = 4;
    private const int DrawnZones = 3;

    public string? Traces { get; init; }

    public string? Market { get; init; }

    public string? Task { get; init; }

    public bool Protocol { get; init; }

    public string? Work { get; init; }

    public string? Within { get; init; }

    public string? StartUp { get; init; }

    public double? OnDemand { get; init; }

    public double? Spot { get; init; }

    public int Starts { get; init; }

    public long Seed { get; init; }

    /// <summary>What the numbers come from, for people.</summary>
    public string Source => Market is { } market ? $"the recorded market {Path.GetFileName(market)}"
        : Traces is { } traces ? $"the recordings in {traces}"
        : string.Create(CultureInfo.InvariantCulture, $"drawn markets, seed {Seed}");

    public List<Recording> Recordings(World world)
    {
        if (Traces is not null && Market is not null) throw CliException.BadInput("--traces and --market both say what was available", "Use one of them.");
        if (Market is { } market) return [MarketFile.Read(market, world.PathOf(market))];
        if (Traces is { } traces) return TraceFolder.Read(traces, world.PathOf(traces));
        var seeds = Enumerable.Range(0, DrawnSingles).Select(i => unchecked((ulong)Seed + (ulong)i));
        return
        [
            .. seeds.Select(seed => GeneratedMarket.Draw(seed, 1, DrawnGap, DrawnTicks)).Select(zones => new Recording(zones.Name, zones)),
            new Recording($"generated set of {DrawnZones}", GeneratedMarket.Draw(unchecked((ulong)Seed), DrawnZones, DrawnGap, DrawnTicks)),
        ];
    }

    public SimulatedJob Job(World world)
    {
        if (Protocol && (Task ?? Work ?? Within ?? StartUp) is not null)
            throw CliException.BadInput("--protocol has its own kinds of job", "Leave out --task, --work, --within and --start-up, or --protocol.");
        if (Starts is < 1 or > 100_000) throw CliException.BadInput($"--starts: {Starts} is not between 1 and 100,000");
        var task = Task is { } file ? Read(world, file) : null;
        var window = Seconds("--within", Within) ?? (task?.Deadline is { } deadline ? (long)(deadline.For(world.Time.GetUtcNow()) - world.Time.GetUtcNow()).TotalSeconds : null);
        var work = Seconds("--work", Work) ?? (task?.MaxDuration is { } most ? (long)most.TotalSeconds : null);
        if (task is not null && work is null)
            throw CliException.BadInput($"{Task} does not say how much work it is", "Give --work 20h, or max_duration in the file.");
        var job = new SimulatedJob(
            work ?? SpotProtocol.Work, window ?? (work ?? SpotProtocol.Work) * 4 / 3, Seconds("--start-up", StartUp) ?? 360,
            Rate("--on-demand", OnDemand) ?? SpotProtocol.OnDemandRate, Rate("--spot", Spot) ?? SpotProtocol.SpotRate);
        if (job.Work + job.Delay > job.Window)
            throw CliException.BadInput(
                $"{Words(job.Work)} of work and a start-up of {Words(job.Delay)} do not fit into {Words(job.Window)}",
                "Even on-demand from the start would be late; give it more time.");
        return job;
    }

    private static TaskSpec Read(World world, string file)
    {
        var source = TaskFileSource.Read(world, file, TaskOverrides.None);
        if (source.Reading.TaskFile is not { } good) throw CliException.BadInput($"{file} has problems", $"haggle check {file} says which.");
        return good.Tasks is [var task] ? task : throw CliException.BadInput($"{file} holds {good.Tasks.Length} tasks", "Simulate one at a time.");
    }

    private static long? Seconds(string option, string? text)
    {
        if (text is null) return null;
        if (SpanText.TryParse(text, out var span) && span >= TimeSpan.FromSeconds(1)) return (long)span.TotalSeconds;
        throw CliException.BadInput($"{option}: '{text}' is not a time of at least a second", $"Write it like {option} 48h or {option} 6m.");
    }

    private static long? Rate(string option, double? dollars) => dollars is not { } given ? null
        : given is >= 0.001 and <= 100_000 ? (long)Math.Round(given * 1000)
        : throw CliException.BadInput(string.Create(CultureInfo.InvariantCulture, $"{option}: {given} is not between 0.001 and 100000 dollars an hour"));

    private static string Words(long seconds) => Render.TimeText.Span((double)seconds);
}
