using System.Collections.Immutable;
using System.Globalization;
using Haggle.Core.Pools;
using Haggle.Providers.Ssh;
using Haggle.Simulation.Time;
using Haggle.Wire.Hosts;

namespace Haggle.Simulation.Pools;

/// <summary>
/// A server with runs of its own that shares the machines with others: it looks at them, asks the real queue who goes next, and has the machines settle it. What its store
/// would remember outlives a crash; what it was waiting for does not.
/// </summary>
internal sealed class PoolServer(string name, ImmutableArray<PoolBox> boxes, ImmutableArray<PoolRun> runs, Pump pump, Dice dice, PoolBug bug, PoolPromises promises, Trace trace)
{
    private static readonly PoolPolicy Policy = new();
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(180);

    private readonly List<(string User, double Cards, DateTimeOffset From, DateTimeOffset Until)> _used = [];
    private Life _life = new(0);

    public ImmutableArray<PoolRun> Runs => runs;

    public int Launches { get; private set; }

    public void Start()
    {
        _life = new Life(_life.Number + 1);
        var time = new VirtualTime(pump, _life);
        pump.After(dice.Seconds(0, 5), _life, () => _ = LoopAsync(time));
    }

    public void Crash()
    {
        trace.Say(name, "is killed");
        _life.End();
    }

    private async Task LoopAsync(VirtualTime time)
    {
        try
        {
            // Whether a launch that was under way came to anything is not known: it is begun anew.
            foreach (var run in runs.Where(run => run.IsLaunching)) GiveUp(run);
            while (runs.Any(run => !run.IsOver))
            {
                await TurnAsync(time);
                await Task.Delay(dice.Seconds(6, 12), time);
            }
        }
        catch (Exception fault)
        {
            promises.Break("the pool stands", fault.ToString());
        }
    }

    private async Task TurnAsync(VirtualTime time)
    {
        foreach (var run in runs.Where(run => run is { IsOver: false, Pieces.Count: > 0 })) Settle(run);
        var told = new List<(PoolMachine, HostFactsMessage?)>();
        foreach (var box in boxes)
        {
            var facts = await TryAsync(() => box.AskAsync(box.FactsAsync, time, !promises.IsCalm));
            told.Add((box.Entry, facts));
            foreach (var stray in (facts?.Allotments ?? []).Where(each => each.Owner == name && !runs.Any(run => run.Pieces.Any(piece => piece.Token == each.Token))))
                await TryAsync(() => box.AskAsync(() => box.EndAsync(stray.Token), time, !promises.IsCalm));
        }

        await BeginAsync(PoolPictures.Of(told, pump.Now), time);
    }

    private async Task BeginAsync(PoolPicture picture, VirtualTime time)
    {
        var waiting = runs.Where(run => run.IsWaiting && run.Wish.Since <= pump.Now).Select(run => run.Wish).ToImmutableArray();
        if (waiting.IsEmpty) return;
        var loads = picture.Holdings.Select(holding => new PoolLoad([holding.Part], EndOf(holding.Token))).ToImmutableArray();
        var usage = Usage();
        var turns = bug is PoolBug.FirstFit
            ? waiting.Reverse().Select(wish => PoolQueue.Plan(picture.Supplies, loads, [wish], usage, Policy, pump.Now)[0]).Where(turn => !turn.Begins.IsEmpty).Take(1).ToArray()
            : [.. PoolQueue.Plan(picture.Supplies, loads, waiting, usage, Policy, pump.Now).Where(turn => !turn.Begins.IsEmpty)];
        promises.Turn(picture.Supplies, loads, waiting, turns, usage, Policy);
        foreach (var turn in turns) await LaunchAsync(runs.First(run => run.Wish.Run == turn.Wish.Run), turn.Begins, time);
    }

    /// <summary>A gang begins whole: when one machine has no room after all, the others are given back.</summary>
    private async Task LaunchAsync(PoolRun run, ImmutableArray<PoolPart> parts, VirtualTime time)
    {
        run.Epoch++;
        run.IsLaunching = true;
        run.Pieces.AddRange(parts.Select((part, rank) => (boxes[part.Host], string.Create(CultureInfo.InvariantCulture, $"{name}-{run.Wish.Run}-{run.Epoch}-{rank}"))));
        foreach (var (box, token) in run.Pieces.ToArray())
        {
            var wish = new AllotRequest { Token = token, Owner = name, Gpus = run.Wish.Cards, Vcpus = run.Wish.Vcpus, MemoryMib = run.Wish.Memory.Mib, LeaseSeconds = PoolBox.LeaseSeconds };
            var sentAt = pump.Now;
            var outcome = box.Entry.Draining ? AllotAnswer.Full : await TryAsync(() => box.AskAsync(() => box.LaunchAsync(wish, run.Lasts, sentAt), time, !promises.IsCalm));
            trace.Say(name, $"{token} on {box.Name}: {outcome ?? "no answer"}");
            if (outcome == AllotAnswer.Given) continue;
            foreach (var (other, left) in run.Pieces.ToArray()) await TryAsync(() => other.AskAsync(() => other.EndAsync(left), time, !promises.IsCalm));
            GiveUp(run);
            return;
        }

        Launches += parts.Length;
        run.IsLaunching = false;
        run.BegunAt = pump.Now;
    }

    /// <summary>What became of a run that began: it is over when all its nodes are done; when one is lost, it waits again.</summary>
    private void Settle(PoolRun run)
    {
        var holders = run.Pieces.Select(piece => piece.Box.Holder(piece.Token)).ToArray();
        if (holders.All(holder => holder is { IsDone: true }))
        {
            run.IsOver = true;
            GiveUp(run);
        }
        else if (holders.Any(holder => holder is null or { AgentLives: false, IsDone: false }))
        {
            trace.Say(name, $"run {run.Wish.Run} is lost");
            GiveUp(run);
        }
    }

    // What is still there bears a token that nobody wants any more: the next look ends it.
    private void GiveUp(PoolRun run)
    {
        if (run.BegunAt is { } from) _used.Add((run.Wish.User, run.Wish.Cards * run.Wish.Nodes, from, pump.Now));
        run.Pieces.Clear();
        (run.BegunAt, run.IsLaunching) = (null, false);
    }

    private DateTimeOffset? EndOf(string token) =>
        runs.FirstOrDefault(run => run.Pieces.Any(piece => piece.Token == token)) is { } run ? (run.BegunAt ?? pump.Now) + run.Wish.Limit + Slack : null;

    private PoolUsage Usage()
    {
        var usage = new PoolUsage(Policy, pump.Now);
        foreach (var (user, cards, from, until) in _used) usage.Add(user, cards, from, until);
        foreach (var run in runs.Where(run => run.BegunAt is not null)) usage.Add(run.Wish.User, run.Wish.Cards * run.Wish.Nodes, run.BegunAt!.Value, pump.Now);
        return usage;
    }

    private static async Task<T?> TryAsync<T>(Func<Task<T>> ask)
        where T : class
    {
        try
        {
            return await ask();
        }
        catch (TimeoutException)
        {
            return null;
        }
    }
}
