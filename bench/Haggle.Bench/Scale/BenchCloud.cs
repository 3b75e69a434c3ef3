using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using Haggle.Core.Ledger;
using Haggle.Core.Market;
using Haggle.Core.Runs;
using Haggle.Core.Units;
using Haggle.Engine.Ports;

namespace Haggle.Bench.Scale;

/// <summary>
/// A provider with a few offers and room for so many machines, on the real clock. It is as quick as memory: what is measured is the server beside it.
/// </summary>
internal sealed class BenchCloud(int capacity, TimeProvider time) : IProvider
{
    private const int Offers = 200;

    /// <summary>How long a machine that is gone is still listed.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(60);

    /// <summary>Harsh: real providers are asked again for an offer after a quarter of an hour.</summary>
    private static readonly TimeSpan CoolFor = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan MeanLife = TimeSpan.FromHours(1);
    private static readonly TimeSpan TellEvery = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, BenchAgent> _machines = new(StringComparer.Ordinal);
    private int _alive;
    private int _made;

    public ProviderName Name { get; } = new("bench");

    public ProviderTraits Traits { get; } = new();

    /// <summary>How many machines were made so far.</summary>
    public int Made => _made;

    public BenchAgent? Find(MachineId machine) => _machines.GetValueOrDefault(machine.Value);

    public async IAsyncEnumerable<Quote> QuotesAsync(QuoteScope scope, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        // Made anew each time, as a real provider's answer is.
        for (var i = 0; i < Offers; i++) yield return QuoteOf(i, time.GetUtcNow());
    }

    public Task<LaunchOutcome> LaunchAsync(LaunchRequest request, CancellationToken cancellationToken)
    {
        var id = new MachineId("m-" + request.Token.Value);
        if (_machines.ContainsKey(id.Value)) return Task.FromResult<LaunchOutcome>(new LaunchOutcome.Launched(id));
        if (_alive >= capacity) return Task.FromResult<LaunchOutcome>(new LaunchOutcome.NoCapacity(CoolFor, "no capacity in this zone at the moment"));
        var number = Interlocked.Increment(ref _made);
        Interlocked.Increment(ref _alive);
        // The same lives in each run of the benchmark: exponential by the machine's number.
        var draw = (((uint)number * 2654435761u) + 1.0) / (uint.MaxValue + 2.0);
        _machines[id.Value] = new BenchAgent(id, request, time.GetUtcNow(), new SimulatedFate(MeanLife * -Math.Log(draw), TellEvery));
        return Task.FromResult<LaunchOutcome>(new LaunchOutcome.Launched(id));
    }

    public async IAsyncEnumerable<MachineFact> MachinesAsync(OwnerId owner, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        var now = time.GetUtcNow();
        foreach (var (key, machine) in _machines)
        {
            var gone = machine.GoneAt(now);
            if (gone is { } at && now - at > Remembered && _machines.TryRemove(key, out _)) continue;
            yield return Fact(machine, gone);
        }
    }

    public Task TerminateAsync(MachineId machine, CancellationToken cancellationToken)
    {
        if (Find(machine) is not { } found) return Task.CompletedTask;
        if (found.EndedAt is null) Interlocked.Decrement(ref _alive);
        found.End(time.GetUtcNow());
        return Task.CompletedTask;
    }

    private static MachineFact Fact(BenchAgent machine, DateTimeOffset? gone)
    {
        var offer = machine.Request.Quote.Offer;
        return new MachineFact
        {
            Machine = machine.Machine,
            Token = machine.Request.Token,
            Status = gone is null ? MachineStatus.Running : MachineStatus.Gone,
            Reclaimed = gone is not null && machine.EndedAt is null,
            Address = "10.0.0.1",
            BilledFrom = machine.BilledFrom,
            BilledTo = gone,
            Rates = [new RateChange(machine.BilledFrom, machine.Request.Quote.Rate)],
            InstanceType = offer.InstanceType,
            Purchase = offer.Purchase,
            AcceleratorCount = offer.AcceleratorCount,
        };
    }

    /// <summary>Two of the offers have the accelerator that the runs wish for.</summary>
    private Quote QuoteOf(int i, DateTimeOffset now)
    {
        var number = i.ToString(CultureInfo.InvariantCulture);
        var offer = new Offer
        {
            Key = new OfferKey($"bench/region-{number}/gpu-{number}/spot"),
            Provider = Name,
            Region = "region-" + number,
            InstanceType = "gpu-" + number,
            Accelerator = i < 2 ? "H100" : "A100",
            AcceleratorCount = 8,
            AcceleratorMemory = Gib.FromGib(80),
            Vcpus = 96,
            Memory = Gib.FromGib(1000),
            Purchase = Purchase.Spot,
        };
        return new Quote(offer, HourlyRate.FromUsd(10 + i), new Provenance("the benchmark", now));
    }
}
