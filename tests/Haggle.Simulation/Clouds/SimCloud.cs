using System.Collections.Immutable;
using System.Text;
using Haggle.Core.Ledger;
using Haggle.Core.Market;
using Haggle.Core.Runs;
using Haggle.Core.Units;
using Haggle.Engine.Ports;
using Haggle.Simulation.Agents;
using Haggle.Simulation.Bugs;
using Haggle.Simulation.Time;
using Haggle.Simulation.World;

namespace Haggle.Simulation.Clouds;

/// <summary>
/// A simulated provider as it truly is. Calls have their whole effect at one instant here; that they are slow, lost or seen late is the matter of
/// the gate and of <see cref="SimMachine.Shown"/>.
/// </summary>
internal sealed class SimCloud(ProviderName name, ProviderTraits traits, ImmutableArray<SimOffer> offers, SimWorld world, Dice dice)
{
    /// <summary>How long it tells of a machine that is gone.</summary>
    private static readonly TimeSpan TellsOfTheGone = TimeSpan.FromHours(2);

    private const int PageLeast = 25;
    private const int PagesMost = 10;

    private readonly Dictionary<LaunchToken, SimMachine> _byToken = [];
    private readonly Dictionary<MachineId, SimMachine> _byId = [];
    private readonly List<SimMachine> _alive = [];
    private readonly SortedSet<int> _told = [];

    public ProviderName Name { get; } = name;

    public ProviderTraits Traits { get; } = traits;

    public ImmutableArray<SimOffer> Offers { get; } = offers;

    /// <summary>Every machine that there ever was, oldest first.</summary>
    public List<SimMachine> Machines { get; } = [];

    public int Alive => _alive.Count;

    /// <summary>How often something like a missing answer or a crash strikes its machines.</summary>
    public required Weather Weather { get; init; }

    public void Start()
    {
        foreach (var offer in Offers) offer.Start(world.Pump, () => world.IsStormy && Weather.Reclaims, PriceMoved, WentDown);
    }

    public ImmutableArray<Quote> Quotes() =>
        [.. Offers.Select(o => new Quote(o.Offer, o.Rate, new Provenance("simulated market", world.Pump.Now)))];

    public LaunchOutcome Launch(LaunchRequest request)
    {
        if (_byToken.TryGetValue(request.Token, out var known) && world.Bug is not PlantedBug.LaunchTwice) return new LaunchOutcome.Launched(known.Id);
        var offer = Offers.FirstOrDefault(o => o.Offer.Key == request.Quote.Offer.Key);
        if (offer is null) return new LaunchOutcome.Refused("there is no such offer");
        if (world.IsStormy && dice.Chance(Weather.Refusals)) return new LaunchOutcome.Refused("quota of this offer is used up");
        if (world.HasLate && dice.Chance(0.7)) return new LaunchOutcome.NoCapacity(dice.Seconds(5, 120), "requests are waiting for capacity");
        if (!offer.IsUp) return new LaunchOutcome.NoCapacity(dice.Seconds(5, 120), "no capacity at the moment");
        if (offer.Rate > request.Quote.Rate) return new LaunchOutcome.PriceMoved($"it costs {offer.Rate} now");
        return new LaunchOutcome.Launched(Create(request, offer).Id);
    }

    public void Terminate(MachineId id)
    {
        if (!_byId.TryGetValue(id, out var machine)) return;
        machine.EndAskedAt ??= world.Pump.Now;
        BeginEnd(machine, unasked: false);
    }

    /// <summary>A page of its list: what it shows at this instant of the machines after a number, and the number to go on from; null when there are no more.</summary>
    public (ImmutableArray<MachineFact> Facts, int? Next) Page(int after, OwnerId owner)
    {
        var page = ImmutableArray.CreateBuilder<MachineFact>();
        var size = Math.Max(PageLeast, _told.Count / PagesMost);
        var seen = after;
        foreach (var machine in _told.GetViewBetween(after + 1, int.MaxValue).Take(size).Select(n => Machines[n - 1]))
        {
            seen = machine.Number;
            if (machine.Shown is { } fact && machine.Request.Owner == owner) page.Add(fact);
        }

        return (page.ToImmutable(), _told.Count > 0 && seen < _told.Max ? seen : null);
    }

    public SimMachine? Find(MachineId id) => _byId.GetValueOrDefault(id);

    public SimMachine? Find(LaunchToken token) => _byToken.GetValueOrDefault(token);

    /// <summary>The machine shuts itself down: its agent's lease ran out.</summary>
    public void EndBySelf(SimMachine machine) => BeginEnd(machine, unasked: true);

    /// <summary>The machine is taken, whoever is at work there.</summary>
    public void TakeBack(SimMachine machine)
    {
        if (machine.Status is MachineStatus.Ending or MachineStatus.Gone) return;
        machine.Reclaimed = true;
        BeginEnd(machine, unasked: true);
    }

    private SimMachine Create(LaunchRequest request, SimOffer offer)
    {
        var machine = new SimMachine
        {
            Number = Machines.Count + 1,
            Id = new MachineId($"{Name.Value}-{Machines.Count + 1}"),
            Request = request,
            From = offer,
            Fate = world.Scenario.DrawFate(dice, Weather, Traits, world.IsStormy),
            CreatedAt = world.Pump.Now,
            CameLate = world.IsMakingLate,
        };
        _byToken[request.Token] = machine;
        _byId.Add(machine.Id, machine);
        _alive.Add(machine);
        Machines.Add(machine);
        _told.Add(machine.Number);
        world.Trace.Say(Name.Value, $"makes {machine}");
        world.Watch.Created(machine);
        Publish(machine);
        if (machine.Fate.Boot is { } boot) world.Pump.After(boot, () => Boot(machine));
        return machine;
    }

    private void Boot(SimMachine machine)
    {
        if (machine.Status is not MachineStatus.Pending) return;
        machine.Status = MachineStatus.Running;
        machine.BilledFrom = world.Pump.Now;
        var rate = machine.Request.Quote.Rate;
        if (machine.From.Floats && machine.From.Rate < rate) rate = machine.From.Rate;
        if (machine.Fate.Mistake is Mistake.Dearer) rate = new HourlyRate(new Money((rate.PerHour.NanoUsd * 2) + 1));
        machine.Rates.Add(new RateChange(world.Pump.Now, rate));
        world.Trace.Say(Name.Value, $"runs {machine}");
        Publish(machine);
        if (machine.Fate.AgentStart is { } start)
        {
            world.Pump.After(start, () =>
            {
                if (machine.IsAlive && machine.Status is not MachineStatus.Ending)
                    machine.Agent = new SimAgent(machine, this, world, FirstLease(machine.Request.AgentConfiguration));
            });
        }

        if (machine.Fate.Crash is { } crash) world.Pump.After(crash, () => BeginEnd(machine, unasked: true));
    }

    private void WentDown(SimOffer offer)
    {
        if (!offer.Offer.CanBeReclaimed) return;
        foreach (var machine in _alive.Where(m => m.From == offer && m.ReclaimAt is null && m.Status is MachineStatus.Pending or MachineStatus.Running).ToArray())
        {
            if (dice.Chance(0.1)) continue;
            var withNotice = Traits.ReclaimNotice > TimeSpan.Zero && dice.Chance(0.85);
            if (withNotice) machine.NoticedAt = world.Pump.Now;
            machine.ReclaimAt = world.Pump.Now + (withNotice ? Traits.ReclaimNotice : TimeSpan.Zero);
            world.Trace.Say(Name.Value, $"will take {machine} back at {machine.ReclaimAt:HH:mm:ss}");
            machine.Agent?.HearNotice();
            world.Pump.At(machine.ReclaimAt.Value, null, () => TakeBack(machine));
        }
    }

    private void PriceMoved(SimOffer offer, RateChange change)
    {
        world.Trace.Say(Name.Value, $"{offer.Offer.Key} costs {change.Rate} now");
        foreach (var machine in _alive.Where(m => m.From == offer && m.BilledFrom is not null && m.BilledTo is null))
        {
            machine.Rates.Add(change);
            Publish(machine);
        }
    }

    private void BeginEnd(SimMachine machine, bool unasked)
    {
        if (machine.Status is MachineStatus.Ending or MachineStatus.Gone) return;
        machine.Status = MachineStatus.Ending;
        machine.EndedUnasked = unasked;
        world.Trace.Say(Name.Value, $"ends {machine}{(machine.Reclaimed ? ", taken back" : "")}");
        if (dice.Chance(0.7)) machine.Agent?.Die();
        Publish(machine);
        world.Pump.After(machine.Fate.Ending, () =>
        {
            machine.Agent?.Die();
            machine.Status = MachineStatus.Gone;
            machine.GoneAt = world.Pump.Now;
            if (machine.BilledFrom is not null) machine.BilledTo = world.Pump.Now;
            _alive.Remove(machine);
            world.Pump.After(TellsOfTheGone, () => _told.Remove(machine.Number));
            world.Trace.Say(Name.Value, $"{machine} is gone");
            Publish(machine);
        });
    }

    /// <summary>Shows the truth of now, a little later, never in another order.</summary>
    private void Publish(SimMachine machine)
    {
        var truth = machine.Truth();
        var at = world.Pump.Now + dice.Between(TimeSpan.Zero, machine.Fate.Lag);
        if (at < machine.ShownNext) at = machine.ShownNext;
        machine.ShownNext = at;
        if (at == world.Pump.Now) machine.Shown = truth;
        else world.Pump.At(at, null, () => machine.Shown = Newer(machine.Shown, truth));
    }

    private static MachineFact Newer(MachineFact? shown, MachineFact truth) =>
        shown is not null && (shown.Status > truth.Status || (shown.Status == truth.Status && shown.Rates.Length > truth.Rates.Length)) ? shown : truth;

    private static TimeSpan FirstLease(ReadOnlyMemory<byte> configuration) =>
        TimeSpan.FromSeconds(double.Parse(Encoding.ASCII.GetString(configuration.Span), System.Globalization.CultureInfo.InvariantCulture));
}
