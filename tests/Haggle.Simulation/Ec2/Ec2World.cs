using Amazon.Runtime;
using Haggle.Core.Policy;
using Haggle.Core.Runs;
using Haggle.Core.Units;
using Haggle.Engine;
using Haggle.Engine.Ports;
using Haggle.Providers.Aws;
using Haggle.Simulation.Ports;
using Haggle.Simulation.Time;
using Haggle.Simulation.World;
using Haggle.Storage.Sqlite;
using Haggle.Testbed.Aws;

namespace Haggle.Simulation.Ec2;

/// <summary>
/// One seed's schedule of faults on an EC2 account: the real engine, store and AWS provider, whose signed requests go to the EC2 fake by way of
/// <see cref="Ec2Wire"/>, on virtual time. Once it is over no machine may be left, and the ledger must be the fake's own meter.
/// </summary>
internal sealed class Ec2World
{
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Afterwards = TimeSpan.FromHours(12);
    private static readonly TimeSpan SweepSees = TimeSpan.FromMinutes(8);
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMinutes(1);
    private const long StepsMost = 1_000_000;

    private readonly Dice _dice;
    private readonly Dictionary<string, Ec2Computer> _computers = [];
    private readonly List<Ec2Job> _jobs;
    private readonly OwnerId _owner = new("owner123");
    private SqliteStore? _store;
    private readonly List<RunEngine> _engines = [];
    private Life? _life;
    private int _lives;

    public Ec2World(ulong seed, Ec2Bug bug, bool forEver, TextWriter? trace)
        : this(new Dice(seed), bug, dice => Ec2Schedule.Draw(dice, Start, forEver), _ => { }, trace)
    {
    }

    private Ec2World(Dice dice, Ec2Bug bug, Func<Dice, Ec2Schedule> schedule, Action<FakeEc2> change, TextWriter? trace)
    {
        _dice = dice;
        Bug = bug;
        Pump = new Pump(_dice.Fork(1), Start);
        Trace = new Trace(Pump, trace);
        Schedule = schedule(_dice.Fork(2));
        Crashes = new CrashPlan(Schedule.Crashes, _dice.Fork(3));
        Cloud = new FakeEc2(new VirtualTime(Pump, null)) { ListLag = Schedule.ListLag, Stale = Schedule.Stale };
        change(Cloud);
        Sky = new Ec2Sky(this, _dice.Fork(4));
        var jobs = _dice.Fork(5);
        _jobs = [.. Enumerable.Range(1, jobs.Between(1, 3)).Select(i => Ec2Job.Draw(jobs.Fork((ulong)i), i))];
    }

    public Ec2Bug Bug { get; }

    public Pump Pump { get; }

    public Trace Trace { get; }

    public Ec2Schedule Schedule { get; }

    public CrashPlan Crashes { get; }

    public FakeEc2 Cloud { get; }

    public Ec2Sky Sky { get; }

    public Ec2Disks Disks { get; } = new();

    /// <summary>How long a question and an answer are each under way.</summary>
    public Func<string, (TimeSpan Min, TimeSpan Max)> Travel { get; init; } = _ => (TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(300));

    /// <summary>Told of each call that EC2 hears.</summary>
    public Action<string> Heard { get; set; } = _ => { };

    /// <summary>When the first run was submitted.</summary>
    public DateTimeOffset SubmittedAt { get; private set; }

    public int Calls { get; private set; }

    public int Lost { get; set; }

    public int Refused { get; private set; }

    public int Kills { get; private set; }

    public Violation? Broke { get; private set; }

    /// <summary>Whose end was asked for, lost or not.</summary>
    public HashSet<string> EndAsked { get; } = [];

    public bool IsStormy => Pump.Now < Schedule.StormEnds;

    public IEnumerable<FakeInstance> Alive => Cloud.Instances.Where(each => each.EndedAt is null || each.IsStopped);

    /// <summary>A world in which nothing goes wrong but that zones have no capacity.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="zones">What each zone has.</param>
    /// <param name="travel">How long a question and an answer are each under way.</param>
    /// <param name="trace">Where everything that happens is written down; null for nowhere.</param>
    public static Ec2World Calm(ulong seed, IReadOnlyDictionary<string, string[]> zones, Func<string, (TimeSpan Min, TimeSpan Max)> travel, TextWriter? trace)
    {
        var world = new Ec2World(new Dice(seed), Ec2Bug.None, _ => new Ec2Schedule { Start = Start, StormEnds = Start }, Change, trace) { Travel = travel };
        world._jobs.RemoveRange(1, world._jobs.Count - 1);
        (world._jobs[0].Stop, world._jobs[0].Job) = (null, world._jobs[0].Job with { Nodes = 1 });
        return world;

        void Change(FakeEc2 cloud)
        {
            cloud.Zones.Clear();
            foreach (var (zone, types) in zones) cloud.Zones.Add(zone, types);
        }
    }

    public TimeSpan WorkOf(long run) => _jobs.First(job => job.Run?.Value == run).Work;

    public Ec2Computer? Find(MachineId machine) => _computers.GetValueOrDefault(machine.Value[(machine.Value.IndexOf('/', StringComparison.Ordinal) + 1)..]);

    public async Task RunAsync()
    {
        await using var store = _store = SqliteStore.OpenInMemory(_owner);
        Cloud.Made = instance => _computers.Add(instance.Id, new Ec2Computer(instance, this, _dice.Fork(100)));
        Cloud.Ended = instance => _computers[instance.Id].GoDown();
        Cloud.Warned = instance =>
        {
            _computers[instance.Id].Warn();
            Pump.At(instance.TakenAt!.Value, null, Cloud.Settle);
        };
        Sky.Begin();
        foreach (var job in _jobs) Pump.At(Start + job.After, null, () => Submit(job));
        Pump.After(TimeSpan.Zero, StartServer);
        Pump.After(LookEvery, LookAtRuns);
        if (Schedule.ServerGoneAt is { } gone) Pump.At(gone, null, () => Kill(_life, "for good"));
        var horizon = Schedule.StormEnds + Afterwards;
        await Pump.RunAsync(() => Broke is not null || IsOver() || Pump.Now > horizon || Pump.Steps > StepsMost);
        _life?.End();
        if (Broke is null) await CheckAsync();
    }

    public (int Status, string Answer) Answer(string service, string region, string action, IReadOnlyDictionary<string, string> form, string question)
    {
        Calls++;
        Heard(action);
        if (IsStormy && Schedule.IsThrottled(Pump.Now)) return Refuse("RequestLimitExceeded", 503);
        if (IsStormy && Schedule.IsExpired(Pump.Now, byTheChain: false)) return Refuse("RequestExpired", 400);
        return FakeEc2Answers.Service(Cloud, service, region, action, form, question);
    }

    /// <summary>Ends a life of the server at once; another one begins later, unless it is gone for good.</summary>
    public void Kill(Life? life, string where)
    {
        if (life is null or { IsOver: true }) return;
        Trace.Say("KILL", where);
        Kills++;
        life.End();
        _engines.Clear();
        if (!(Schedule.ServerGoneAt <= Pump.Now)) Pump.After(_dice.Chance(0.2) ? _dice.Minutes(2, 15) : _dice.Seconds(0.2, 60), StartServer);
    }

    public void Broken(string promise, string what) => Broke ??= new Violation(promise, what, Pump.Now);

    private (int Status, string Answer) Refuse(string code, int status)
    {
        Refused++;
        return FakeEc2Answers.Error(code, status);
    }

    private bool IsOver() => Schedule.ServerGoneAt is { } gone
        ? Pump.Now > gone + TimeSpan.FromMinutes(2) && !Alive.Any()
        : _jobs.All(job => job.IsOver) && !IsStormy && !Alive.Any() && Pump.Now - Cloud.Instances.Max(each => each.EndedAt) > SweepSees;

    private async void StartServer()
    {
        if (Schedule.ServerGoneAt <= Pump.Now) return;
        var life = _life = new Life(++_lives);
        var time = new VirtualTime(Pump, life);
        var settings = new AwsSettings { Regions = [.. Sky.Regions], Endpoint = "http://aws/{service}/{region}", PublicKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGtleQ someone", OwnAddress = "203.0.113.7/32" };

        // Nothing is ever cleared away after a life that was killed, as after kill -9: what it waits for never comes.
        var account = new AwsAccount(settings, _ => WhoAsync(), time, new HttpClient(new Ec2Wire(this, life, _dice.Fork(6))) { Timeout = Timeout.InfiniteTimeSpan });
        IProvider provider = new AwsProvider(account, () => Sky.Listed);
        if (Bug is Ec2Bug.PaysTheFreeHour) provider = new Ec2Careless(provider);
        var ports = new EnginePorts { Store = new Ec2StorePort(_store!, this, life, _dice.Fork(8)), Providers = [provider], Link = new Ec2AgentPort(this, life, _dice.Fork(7)), Checkpoints = Disks, Logs = Disks };
        var engine = new RunEngine(ports, new RunPolicy(), time, new Ec2Logs(this, life));
        _engines.Add(engine);
        try
        {
            await engine.RunAsync(CancellationToken.None);
        }
#pragma warning disable CA1031 // The outermost frame of a server: whatever brings it down is what is looked for here.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            if (!life.IsOver) Broken("the server stands", $"the engine fell over: {fault}");
        }
    }

    private Task<ImmutableCredentials> WhoAsync() => IsStormy && Schedule.IsExpired(Pump.Now, byTheChain: true)
        ? Task.FromException<ImmutableCredentials>(new AmazonClientException("the single sign-on session has expired"))
        : Task.FromResult(new ImmutableCredentials("AKIDEXAMPLE", "hush", null));

    private void Submit(Ec2Job job)
    {
        var asked = _engines.LastOrDefault()?.SubmitAsync(job.Job.Name, job.Job, new RunSource("task.yaml", "run: train", [], "user", ""), CancellationToken.None);
        if (asked is not null)
        {
            Trace.Say("user", "submits " + job.Job.Name);
            if (SubmittedAt == default) SubmittedAt = Pump.Now;
        }

        Pump.After(AskAgainAfter, () =>
        {
            if (asked is { IsCompletedSuccessfully: true }) job.Run = asked.Result.Id;
            else Submit(job);
        });
        if (job.Stop is { } stop && asked is not null)
        {
            job.Stop = null;
            Pump.After(stop, () => StopIt(job));
        }
    }

    private void StopIt(Ec2Job job)
    {
        var asked = job.Run is { } run ? _engines.LastOrDefault()?.StopAsync(run, StopWish.Gracefully, CancellationToken.None) : null;
        Pump.After(AskAgainAfter, () =>
        {
            if (asked is not { IsCompletedSuccessfully: true }) StopIt(job);
        });
    }

    private async void LookAtRuns()
    {
        foreach (var run in await _store!.RunsAsync(onlyLive: false, int.MaxValue, CancellationToken.None))
            if (_jobs.FirstOrDefault(job => job.Job.Name == run.Job.Name) is { } job)
            {
                job.Run ??= run.Id;
                job.IsOver = run.Phase is RunPhase.Ended;
            }

        Pump.After(LookEvery, LookAtRuns);
    }

    private async Task CheckAsync()
    {
        if (Pump.Steps > StepsMost) Broken("nobody turns in circles", $"{Pump.Steps} things happened");
        foreach (var instance in Alive) Broken("zero machines left", $"{instance.Id} ({instance.Tags["haggle:token"]}) is {instance.StateAt(Pump.Now).Name} since {instance.LaunchedAt:HH:mm:ss}");
        if (Schedule.ServerGoneAt is not null || Broke is not null) return;
        foreach (var run in await _store!.RunsAsync(onlyLive: true, int.MaxValue, CancellationToken.None)) Broken("every run ends", $"run {run.Id} is {run.Phase}: {run.Reason}");
        var lines = await _store.LedgerAsync(null, CancellationToken.None);
        var booked = lines.GroupBy(line => line.Token.Value).ToDictionary(group => group.Key, group => group.Sum(line => line.Amount.NanoUsd));
        foreach (var group in Cloud.Instances.GroupBy(each => each.Tags["haggle:token"]))
        {
            if (group.Count() > 1) Broken("one machine for a token", $"{group.Key} has {string.Join(", ", group.Select(each => each.Id))}");
            var (owed, hours) = (group.Sum(Cloud.Owed), group.Sum(each => 1 + (each.EndedAt!.Value - each.LaunchedAt).TotalHours));
            booked.Remove(group.Key, out var amount);

            // Each hour at a price of its own is rounded by itself, to the nano-dollar.
            if (Math.Abs(amount - (double)(owed * 1_000_000_000)) > hours) Broken("every cent explained", $"{group.Key} owes {owed:0.000000000} by EC2's meter, the ledger has {new Money(amount)}");
        }

        foreach (var (token, amount) in booked.Where(each => each.Value != 0)) Broken("every cent explained", $"the ledger has {new Money(amount)} for {token}, which never was");
    }
}
