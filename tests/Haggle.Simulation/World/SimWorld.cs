using System.Collections.Immutable;
using Haggle.Core.Market;
using Haggle.Core.Runs;
using Haggle.Engine.Ports;
using Haggle.Simulation.Agents;
using Haggle.Simulation.Bugs;
using Haggle.Simulation.Clouds;
using Haggle.Simulation.Invariants;
using Haggle.Simulation.Ports;
using Haggle.Simulation.Time;
using Haggle.Storage.Sqlite;

namespace Haggle.Simulation.World;

/// <summary>
/// One seed's world: simulated providers, agents and disks, the real engine, core and store, and a checker for every promise. Make it, run it once, read
/// the report. The process must have a thread pool of one thread (<c>ThreadPoolMaxThreads</c> in the project file): that is what makes it repeatable.
/// </summary>
public sealed class SimWorld
{
    private static readonly TimeSpan Afterwards = TimeSpan.FromHours(30);
    /// <summary>More than any world needs: beyond it somebody turns in circles.</summary>
    private const long StepsMost = 400_000;

    private static readonly TimeSpan SweepSees = TimeSpan.FromMinutes(8);

    private static readonly TimeSpan LongestLease = TimeSpan.FromMinutes(60);

    private readonly ulong _seed;
    private readonly WorldOptions _options;
    private readonly Dice _dice;
    private readonly Users _users;
    private readonly List<DateTimeOffset> _kills = [];
    private readonly ImmutableSortedDictionary<string, SimCloud> _cloudsByName;
    private readonly SortedDictionary<long, Submission> _submissions = [];
    private readonly Dictionary<long, List<SimMachine>> _machines = [];
    private readonly Dictionary<string, Submission> _byKey;
    private SqliteStore? _store;
    private int _lives;
    private int _over;
    private int _late;
    private bool _hadLate;

    /// <summary>Makes a world; nothing happens in it yet.</summary>
    public SimWorld(ulong seed, WorldOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _seed = seed;
        _options = options;
        _dice = new Dice(seed);
        Bug = options.Bug;
        Pump = new Pump(_dice.Fork(1), Scenario.Start);
        Trace = new Trace(Pump, options.Trace);
        Weather = options.Weather ?? Weather.Draw(_dice.Fork(2));
        Scenario = Scenario.Draw(_dice.Fork(3), options, Weather);
        _byKey = Scenario.Submissions.ToDictionary(s => s.Key, StringComparer.Ordinal);
        Crashes = new CrashPlan(Weather.ServerCrashes, _dice.Fork(4));
        Checkpoints = new SimCheckpoints(this, _dice.Fork(5)) { FenceStands = Bug is not PlantedBug.SkipEpochCheck };
        Logs = new SimLogs(this);
        Clouds = Sky.Draw(this, _dice.Fork(6));
        _cloudsByName = Clouds.ToImmutableSortedDictionary(c => c.Name.Value, c => c, StringComparer.Ordinal);
        Watch = new Watch(this);
        _users = new Users(this, _dice.Fork(7));
    }

    internal PlantedBug Bug { get; }

    internal Pump Pump { get; }

    internal Trace Trace { get; }

    internal Weather Weather { get; }

    internal Scenario Scenario { get; }

    internal CrashPlan Crashes { get; }

    internal SimCheckpoints Checkpoints { get; }

    internal SimLogs Logs { get; }

    internal ImmutableArray<SimCloud> Clouds { get; }

    internal Watch Watch { get; }

    internal IStore Store => _store!;

    /// <summary>The server that lives now; null while none does.</summary>
    internal SimServer? Server { get; private set; }

    internal bool IsStormy => Pump.Now < Scenario.StormEnds;

    /// <summary>Whether a request that somebody sent long ago has yet to take effect.</summary>
    internal bool HasLate => _late > 0;

    /// <summary>Whether what happens at this instant was asked for by somebody who is long dead.</summary>
    internal bool IsMakingLate { get; private set; }

    internal bool IsDiskFull { get; private set; }

    internal IEnumerable<SimMachine> Machines => Clouds.SelectMany(c => c.Machines);

    /// <summary>Runs the world to its end, or until a promise is broken.</summary>
    public async Task<WorldReport> RunAsync()
    {
        await using var store = SqliteStore.OpenInMemory(new OwnerId("owner"));
        Use(store);
        foreach (var cloud in Clouds) cloud.Start();
        foreach (var submission in Scenario.Submissions) _users.Plan(submission);
        if (Scenario.ServerGoneAt is { } gone)
        {
            Pump.At(gone, null, () =>
            {
                if (Server is { } server) Kill(server.Life, "for good");
            });
        }

        for (var i = 0; i < Weather.FullDisks; i++) Pump.After(_dice.Minutes(1, 90), FillDisk);
        Pump.After(TimeSpan.Zero, StartServer);
        var horizon = (Scenario.ServerGoneAt is { } at ? at + LongestLease : Scenario.StormEnds) + (Scenario.ServerGoneAt is null ? Afterwards : TimeSpan.Zero);
        await Pump.RunAsync(() => Watch.Broke is not null || IsOver() || Pump.Now > horizon || Pump.Steps >= StepsLimit);
        Server?.Life.End();
        if (Pump.Steps >= StepsLimit) Watch.Broken("nobody turns in circles", $"{Pump.Steps} things happened in {Pump.Now - Scenario.Start}");
        if (Watch.Broke is null) await Watch.AtEndAsync();
        return Report();
    }

    /// <summary>Gives it its store; whoever plays with the parts of a world that is not run does so too.</summary>
    internal void Use(SqliteStore store) => _store = store;

    internal SimCloud Cloud(ProviderName name) => _cloudsByName[name.Value];

    internal SimCloud Cloud(SimMachine machine) => _cloudsByName[machine.From.Offer.Provider.Value];

    internal Submission? Submission(RunId run) => _submissions.GetValueOrDefault(run.Value);

    internal IReadOnlyList<SimMachine> MachinesOf(RunId run) => _machines.TryGetValue(run.Value, out var machines) ? machines : [];

    internal void Note(SimMachine machine)
    {
        if (!_machines.TryGetValue(machine.Request.Run.Value, out var machines)) _machines.Add(machine.Request.Run.Value, machines = []);
        machines.Add(machine);
    }

    internal SimGang Gang(RunId run, int epoch, Job job)
    {
        var program = Scenario.Program(run);
        if (!program.Gangs.TryGetValue(epoch, out var gang)) program.Gangs.Add(epoch, gang = new SimGang(program, job, run, epoch, this));
        return gang;
    }

    /// <summary>A run is on disk.</summary>
    internal void Accepted(string submissionKey, Run run)
    {
        var submission = _byKey[submissionKey];
        if (submission.Run is { } known && known != run.Id) Watch.Broken("one submission, one run", $"{submissionKey} became run {known} and run {run.Id}");
        if (submission.Run is not null) return;
        submission.Run = run.Id;
        submission.AcceptedAt = Pump.Now;
        submission.Last = run;
        _submissions[run.Id.Value] = submission;
        Scenario.ProgramsByRun[run.Id.Value] = submission.Program;
    }

    /// <summary>A run's newest state on disk.</summary>
    internal void Noted(Run run)
    {
        var submission = _submissions[run.Id.Value];
        if (run.Phase is RunPhase.Ended && !submission.IsOver) _over++;
        if (run.Phase is not RunPhase.Ended && submission.IsOver) _over--;
        submission.Last = run;
    }

    /// <summary>Something whose cause is over already happens later.</summary>
    internal void Later(TimeSpan after, Action happens)
    {
        _late++;
        _hadLate = true;
        Pump.After(after, () =>
        {
            _late--;
            IsMakingLate = true;
            happens();
            IsMakingLate = false;
        });
    }

    internal bool KilledSince(DateTimeOffset at) => _kills.Exists(k => k >= at - TimeSpan.FromMinutes(1));

    /// <summary>Ends a life of the server at once; another one begins later, unless it is gone for good.</summary>
    internal void Kill(Life life, string where)
    {
        if (life.IsOver) return;
        Trace.Say("KILL", where);
        life.End();
        _kills.Add(Pump.Now);
        Server = null;
        if (Scenario.ServerGoneAt <= Pump.Now) return;
        Pump.After(_dice.Chance(0.12) ? _dice.Minutes(3, 25) : _dice.Seconds(0.2, 60), StartServer);
    }

    private void StartServer()
    {
        if (Scenario.ServerGoneAt <= Pump.Now) return;
        var life = new Life(++_lives);
        Trace.Say("server", $"life {life.Number} begins");
        Server = new SimServer(this, Store, life, _dice.Fork(8));
        Server.Start(this);
    }

    private void FillDisk()
    {
        IsDiskFull = true;
        Trace.Say("disk", "is full");
        Pump.After(_dice.Seconds(1, 180), () =>
        {
            IsDiskFull = false;
            Trace.Say("disk", "has room again");
        });
    }

    private long StepsLimit => StepsMost * Math.Max(1, Scenario.Submissions.Length);

    private bool IsOver()
    {
        if (Scenario.ServerGoneAt is { } gone) return Pump.Now > gone && Clouds.All(c => c.Machines.All(m => !m.IsAlive || (m.Agent is null && m.Fate is { Boot: null } or { AgentStart: null })));
        if (_late > 0 || _over < Scenario.Submissions.Length || Clouds.Any(c => c.Alive > 0)) return false;

        // A machine that came late and went by itself is found by the next sweep: the books are looked at after that.
        return !_hadLate || Pump.Now - Machines.Max(m => m.GoneAt) > SweepSees;
    }

    private WorldReport Report() => new()
    {
        Seed = _seed,
        Broken = Watch.Broke,
        Steps = Pump.Steps,
        Lasted = Pump.Now - Scenario.Start,
        Outcomes = new SortedDictionary<string, int>(
            Scenario.Submissions.GroupBy(s => s.Last?.Outcome?.ToString() ?? "open").ToDictionary(g => g.Key, g => g.Count()), StringComparer.Ordinal),
        Machines = Clouds.Sum(c => c.Machines.Count),
        Kills = _kills.Count,
        Saves = Watch.Saves,
    };
}
