using System.Collections.Immutable;
using Haggle.Core.Pools;
using Haggle.Core.Runs;
using Haggle.Core.Units;
using Haggle.Simulation.Time;
using Haggle.Simulation.World;

namespace Haggle.Simulation.Pools;

/// <summary>
/// Several servers on the same machines, out of a seed: launches, ends, servers and agents that are killed, answers that are lost, locks that are held for long, machines
/// that are drained, die and come back. After a while nothing goes wrong any more, and then every run must come to its end.
/// </summary>
internal sealed class PoolWorld : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromHours(4);

    private readonly Pump _pump;
    private readonly Dice _dice;
    private readonly Trace _trace;
    private readonly PoolPromises _promises;
    private readonly ImmutableArray<PoolBox> _boxes;
    private readonly ImmutableArray<PoolServer> _servers;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("haggle-sim-pool-");
    private readonly DateTimeOffset _stormEnds;

    public PoolWorld(ulong seed, PoolBug bug, TextWriter? trace)
    {
        _dice = new Dice(seed);
        _pump = new Pump(_dice.Fork(1), Scenario.Start);
        _trace = new Trace(_pump, trace);
        _promises = new PoolPromises(_pump, _trace);
        _stormEnds = Scenario.Start + _dice.Minutes(8, 20);
        _boxes = [.. Enumerable.Range(0, _dice.Between(1, 3)).Select(i => new PoolBox($"gpu{i}", Path.Combine(_folder.FullName, $"gpu{i}"), _dice.Between(1, 3), _pump, _dice.Fork(10 + (ulong)i), bug, _promises))];
        _servers = [.. Enumerable.Range(0, _dice.Between(2, 3)).Select(i => new PoolServer($"server{i}", _boxes, Runs(_dice.Fork(20 + (ulong)i)), _pump, _dice.Fork(30 + (ulong)i), bug, _promises, _trace))];
    }

    public Violation? Broke => _promises.Broke;

    public int Launches => _servers.Sum(server => server.Launches);

    public int Faults { get; private set; }

    public long Steps => _pump.Steps;

    public async Task RunAsync()
    {
        foreach (var server in _servers) server.Start();
        for (var i = _dice.Between(4, 14); i > 0; i--) _pump.At(Scenario.Start + _dice.Between(TimeSpan.Zero, _stormEnds - Scenario.Start), null, Strike);
        _pump.At(_stormEnds, null, Calm);
        Watch();
        await _pump.RunAsync(() => Broke is not null || IsOver || _pump.Now > _stormEnds + Patience);
        if (!IsOver) _promises.Break("every run begins in the end", $"{Open.Count()} runs are not over {Patience.TotalHours} h after the last fault");
        if (Broke is not null) return;

        // Whatever is left now has no owner: it lapses with its lease.
        var end = _pump.Now + TimeSpan.FromSeconds(PoolBox.LeaseSeconds + 140);
        await _pump.RunAsync(() => Broke is not null || _pump.Now > end);
        foreach (var box in _boxes)
            if ((await box.FactsAsync()).Allotments is { Length: > 0 } left) _promises.Break("what a dead owner held comes back", $"{left[0].Token} is left on {box.Name}");
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private IEnumerable<PoolRun> Open => _servers.SelectMany(server => server.Runs).Where(run => !run.IsOver);

    private bool IsOver => !Open.Any() && _pump.Now > _stormEnds;

    private void Watch() => _pump.After(TimeSpan.FromSeconds(15), () =>
    {
        foreach (var box in _boxes) box.Check();
        Watch();
    });

    private void Calm()
    {
        _promises.IsCalm = true;
        foreach (var box in _boxes) box.DrainedAt = null;
    }

    private void Strike()
    {
        Faults++;
        var box = _dice.Pick(_boxes);
        switch (_dice.Below(6))
        {
            case 0:
                var server = _dice.Pick(_servers);
                server.Crash();
                _pump.After(_dice.Seconds(1, 240), server.Start);
                break;
            case 1 or 2:
                if (box.Holders.FirstOrDefault(holder => holder.AgentLives) is not { } holder) break;
                _trace.Say(box.Name, $"the agent of {holder.Token} is killed");
                holder.Kill(_dice.Chance(0.5) ? _dice.Seconds(5, 200) : null, _pump, box.Boot);
                break;
            case 3 when box.IsUp:
                _trace.Say(box.Name, "dies");
                box.Die();
                var isCleaned = _dice.Chance(0.5);
                _pump.After(_dice.Seconds(20, 300), () => box.ComeBack(isCleaned));
                break;
            case 4:
                _trace.Say(box.Name, "is drained");
                box.DrainedAt ??= _pump.Now;
                _pump.After(_dice.Seconds(30, 400), () => box.DrainedAt = null);
                break;
            case 5 when box.IsUp:
                var span = _dice.Chance(0.1) ? TimeSpan.FromSeconds(22) : _dice.Seconds(0.05, 3);
                _ = box.GuardAsync(() => box.HoldLockAsync(span));
                break;
            default:
                break;
        }
    }

    private ImmutableArray<PoolRun> Runs(Dice dice) => [.. Enumerable.Range(1, dice.Between(3, 8)).Select(number => Run(dice, number))];

    private PoolRun Run(Dice dice, int number)
    {
        var lasts = dice.Seconds(20, 300);
        var most = _boxes.Length;
        var wish = new PoolWish
        {
            Run = new RunId(number),
            User = dice.Pick(["ann", "bob", "cleo"]),
            Priority = dice.Chance(0.25) ? dice.Between(-5, 5) : 0,
            Since = Scenario.Start + dice.Minutes(0, 6),
            Nodes = dice.Chance(0.25) ? dice.Between(1, most) : 1,
            Cards = dice.Below(4) switch { 0 => 0.5, 1 => 0.3, 2 => 0, _ => 1 },
            Memory = Gib.FromMib(dice.Between(0, 2) * (PoolBox.MemoryMib / 4)),
            Limit = dice.Chance(0.7) ? lasts * 1.5 : null,
        };
        return new PoolRun(wish, lasts);
    }
}
