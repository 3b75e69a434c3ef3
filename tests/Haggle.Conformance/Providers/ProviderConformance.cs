using System.Collections.Immutable;
using Haggle.Core.Runs;
using Haggle.Engine.Ports;

namespace Haggle.Conformance.Providers;

/// <summary>
/// The long form of <see cref="IProvider"/>'s contract: laws that any provider keeps on any ground. Bound to no test framework: a law that is broken
/// throws <see cref="LawBrokenException"/>.
/// </summary>
public static class ProviderConformance
{
    private static readonly OwnerId Mine = new("mine1234");
    private static readonly OwnerId Other = new("other567");

    /// <summary>Every law by its sentence.</summary>
    public static ImmutableSortedDictionary<string, Func<ProviderGround, CancellationToken, Task>> Laws { get; } =
        ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, new KeyValuePair<string, Func<ProviderGround, CancellationToken, Task>>[]
        {
            new("quotes name the provider and the source, one for an offer", QuotesAreWhole),
            new("the same token twice is the same machine once", SameTokenTwice),
            new("the same token at once is the same machine once", SameTokenAtOnce),
            new("a launch whose answer was lost is found again", LostAnswer),
            new("a token whose machine is gone makes no other", TokenOfTheGone),
            new("a machine is known to whoever opens the provider anew", KnownToAll),
            new("the list shows the owner's machines only", OwnersOnly),
            new("what was really given is read back", ReadBack),
            new("a machine stays listed until it is ended", StaysListed),
            new("an ended machine is gone by the list's word, with its bill", EndedIsGone),
            new("ending what is gone, or never was, succeeds", EndingTheGone),
            new("no capacity is an outcome and makes nothing", NoCapacity),
            new("a refusal is an outcome and makes nothing", Refused),
            new("another price is an outcome and makes nothing", PriceMoved),
            new("a cancelled call is cancelled and makes nothing", Cancelled),
        });

    private static async Task QuotesAreWhole(ProviderGround ground, CancellationToken cancellationToken)
    {
        var provider = ground.Open();
        var keys = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var quote in provider.QuotesAsync(ground.Scope, cancellationToken))
        {
            LawBrokenException.Unless(quote.Offer.Provider == provider.Name, $"{quote.Offer.Key} names another provider");
            LawBrokenException.Unless(quote.Provenance.Source.Length > 0, $"{quote.Offer.Key} has no source");
            LawBrokenException.Unless(keys.Add(quote.Offer.Key.Value), $"{quote.Offer.Key} is quoted twice");
        }

        LawBrokenException.Unless(keys.Contains(ground.Request(Mine, 0).Quote.Offer.Key.Value), "the offer that is to be launched is not quoted");
    }

    private static async Task SameTokenTwice(ProviderGround ground, CancellationToken cancellationToken)
    {
        var provider = ground.Open();
        var first = await LaunchAsync(provider, ground.Request(Mine, 0), cancellationToken);
        var second = await LaunchAsync(provider, ground.Request(Mine, 0), cancellationToken);
        var third = await LaunchAsync(ground.Open(), ground.Request(Mine, 0), cancellationToken);
        LawBrokenException.Unless(first == second && first == third, "the same token gives another machine");
        await OneMachineAsync(ground, provider, first, cancellationToken);
    }

    private static async Task SameTokenAtOnce(ProviderGround ground, CancellationToken cancellationToken)
    {
        var request = ground.Request(Mine, 0);
        var shared = ground.Open();
        var calls = Enumerable.Range(0, 8).Select(i => LaunchAsync(i % 2 == 0 ? shared : ground.Open(), request, cancellationToken)).ToArray();
        var machines = await Task.WhenAll(calls);
        LawBrokenException.Unless(machines.Distinct().Count() == 1, "the same token at once gives several machines");
        await OneMachineAsync(ground, shared, machines[0], cancellationToken);
    }

    private static async Task LostAnswer(ProviderGround ground, CancellationToken cancellationToken)
    {
        using var cut = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var lost = ground.Open().LaunchAsync(ground.Request(Mine, 0), cut.Token);
        await cut.CancelAsync();
        try
        {
            await lost;
        }
        catch (OperationCanceledException)
        {
            // Whether it was done by then is what the caller does not know.
        }

        var provider = ground.Open();
        var machine = await LaunchAsync(provider, ground.Request(Mine, 0), cancellationToken);
        await OneMachineAsync(ground, provider, machine, cancellationToken);
    }

    private static async Task TokenOfTheGone(ProviderGround ground, CancellationToken cancellationToken)
    {
        var provider = ground.Open();
        var watch = new ProviderWatch(ground, Mine);
        var machine = await LaunchAsync(provider, ground.Request(Mine, 0), cancellationToken);
        await provider.TerminateAsync(machine, cancellationToken);
        await watch.UntilAsync(provider, machine, MachineStatus.Gone, cancellationToken);
        if (await provider.LaunchAsync(ground.Request(Mine, 0), cancellationToken) is LaunchOutcome.Launched again)
            LawBrokenException.Unless(again.Machine == machine, "the token of a machine that is gone gives another machine");
        foreach (var fact in await watch.LookAsync(provider, cancellationToken))
            LawBrokenException.Unless(fact.Status == MachineStatus.Gone, "the token of a machine that is gone made another machine");
    }

    private static async Task KnownToAll(ProviderGround ground, CancellationToken cancellationToken)
    {
        var machine = await LaunchAsync(ground.Open(), ground.Request(Mine, 0), cancellationToken);
        var other = ground.Open();
        await new ProviderWatch(ground, Mine).UntilAsync(other, machine, MachineStatus.Running, cancellationToken);
        await other.TerminateAsync(machine, cancellationToken);
        await new ProviderWatch(ground, Mine).UntilAsync(ground.Open(), machine, MachineStatus.Gone, cancellationToken);
    }

    private static async Task OwnersOnly(ProviderGround ground, CancellationToken cancellationToken)
    {
        var provider = ground.Open();
        var mine = await LaunchAsync(provider, ground.Request(Mine, 0), cancellationToken);
        var other = await LaunchAsync(provider, ground.Request(Other, 0), cancellationToken);
        await new ProviderWatch(ground, Mine).UntilAsync(provider, mine, MachineStatus.Running, cancellationToken);
        await new ProviderWatch(ground, Other).UntilAsync(provider, other, MachineStatus.Running, cancellationToken);
        var listed = await new ProviderWatch(ground, Mine).LookAsync(provider, cancellationToken);
        LawBrokenException.Unless(listed.All(fact => fact.Machine == mine), "another owner's machine is in the list");
    }

    private static async Task ReadBack(ProviderGround ground, CancellationToken cancellationToken)
    {
        var provider = ground.Open();
        var request = ground.Request(Mine, 1);
        var machine = await LaunchAsync(provider, request, cancellationToken);
        var fact = await new ProviderWatch(ground, Mine).UntilAsync(provider, machine, MachineStatus.Running, cancellationToken);
        var offer = request.Quote.Offer;
        LawBrokenException.Unless(fact.Token == request.Token, "the machine bears another token");
        LawBrokenException.Unless(fact.InstanceType == offer.InstanceType, "the machine is another type");
        LawBrokenException.Unless(fact.Purchase == offer.Purchase, "the machine was bought otherwise");
        LawBrokenException.Unless(fact.AcceleratorCount.Equals(offer.AcceleratorCount), "the machine has other accelerators");

        // A marketplace bills the disk alone until the machine runs.
        LawBrokenException.Unless(fact.Rates is [.., var rate] && rate.Rate == request.Quote.Rate && fact.Rates[0].From == fact.BilledFrom && fact.Rates.All(each => each.Rate <= rate.Rate), "the machine has another price");
        LawBrokenException.Unless(fact.Address.Length > 0, "a running machine has no address");
    }

    private static async Task StaysListed(ProviderGround ground, CancellationToken cancellationToken)
    {
        var provider = ground.Open();
        var watch = new ProviderWatch(ground, Mine);
        var machine = await LaunchAsync(provider, ground.Request(Mine, 0), cancellationToken);
        await watch.UntilAsync(provider, machine, MachineStatus.Running, cancellationToken);
        for (var i = 0; i < 10; i++)
        {
            await ground.PauseAsync(cancellationToken);
            var facts = await watch.LookAsync(i % 2 == 0 ? provider : ground.Open(), cancellationToken);
            LawBrokenException.Unless(facts is [{ Status: MachineStatus.Running }], "a machine that nobody ended is not listed as running");
        }
    }

    private static async Task EndedIsGone(ProviderGround ground, CancellationToken cancellationToken)
    {
        var provider = ground.Open();
        var watch = new ProviderWatch(ground, Mine);
        var machine = await LaunchAsync(provider, ground.Request(Mine, 0), cancellationToken);
        var kept = await LaunchAsync(provider, ground.Request(Mine, 1), cancellationToken);
        await watch.UntilAsync(provider, machine, MachineStatus.Running, cancellationToken);
        await watch.UntilAsync(provider, kept, MachineStatus.Running, cancellationToken);
        await provider.TerminateAsync(machine, cancellationToken);
        var gone = await watch.UntilAsync(provider, machine, MachineStatus.Gone, cancellationToken);
        LawBrokenException.Unless(gone is { BilledFrom: not null, BilledTo: not null, Reclaimed: false }, "the bill of an ended machine is not whole");
        for (var i = 0; i < 3; i++)
        {
            await ground.PauseAsync(cancellationToken);
            var facts = await watch.LookAsync(ground.Open(), cancellationToken);
            LawBrokenException.Unless(facts.Any(fact => fact.Machine == kept && fact.Status == MachineStatus.Running), "its neighbour was ended too");
        }
    }

    private static async Task EndingTheGone(ProviderGround ground, CancellationToken cancellationToken)
    {
        var provider = ground.Open();
        var watch = new ProviderWatch(ground, Mine);
        await provider.TerminateAsync(new MachineId("never-was"), cancellationToken);
        var machine = await LaunchAsync(provider, ground.Request(Mine, 0), cancellationToken);
        for (var i = 0; i < 3; i++) await provider.TerminateAsync(machine, cancellationToken);
        await watch.UntilAsync(provider, machine, MachineStatus.Gone, cancellationToken);
        await provider.TerminateAsync(machine, cancellationToken);
        await watch.LookAsync(provider, cancellationToken);
    }

    private static async Task NoCapacity(ProviderGround ground, CancellationToken cancellationToken)
    {
        if (ground.RequestWithoutCapacity(Mine) is not { } request) return;
        var outcome = await ground.Open().LaunchAsync(request, cancellationToken);
        LawBrokenException.Unless(outcome is LaunchOutcome.NoCapacity { Why.Length: > 0 } none && none.CoolFor > TimeSpan.Zero, $"no capacity gives {outcome}");
        await NothingAsync(ground, cancellationToken);
    }

    private static async Task Refused(ProviderGround ground, CancellationToken cancellationToken)
    {
        if (ground.RequestRefused(Mine) is not { } request) return;
        var outcome = await ground.Open().LaunchAsync(request, cancellationToken);
        LawBrokenException.Unless(outcome is LaunchOutcome.Refused { Why.Length: > 0 }, $"what cannot be had gives {outcome}");
        await NothingAsync(ground, cancellationToken);
    }

    private static async Task PriceMoved(ProviderGround ground, CancellationToken cancellationToken)
    {
        var request = ground.Request(Mine, 0);
        var dearer = request.Quote with { Rate = request.Quote.Rate + Core.Units.HourlyRate.FromUsd(0.01m) };
        var outcome = await ground.Open().LaunchAsync(request with { Quote = dearer }, cancellationToken);
        LawBrokenException.Unless(outcome is LaunchOutcome.PriceMoved { Why.Length: > 0 }, $"another price gives {outcome}");
        await NothingAsync(ground, cancellationToken);
    }

    private static async Task Cancelled(ProviderGround ground, CancellationToken cancellationToken)
    {
        var provider = ground.Open();
        var cancelled = new CancellationToken(canceled: true);
        await MustCancelAsync(() => provider.LaunchAsync(ground.Request(Mine, 0), cancelled), "launch");
        await MustCancelAsync(() => provider.TerminateAsync(new MachineId("never-was"), cancelled), "terminate");
        await MustCancelAsync(async () => { await foreach (var _ in provider.MachinesAsync(Mine, cancelled)) { } }, "list");
        await MustCancelAsync(async () => { await foreach (var _ in provider.QuotesAsync(ground.Scope, cancelled)) { } }, "quote");
        await NothingAsync(ground, cancellationToken);
    }

    private static async Task MustCancelAsync(Func<Task> call, string what)
    {
        try
        {
            await call();
        }
        catch (OperationCanceledException)
        {
            return;
        }

        throw new LawBrokenException($"a cancelled {what} goes on");
    }

    private static async Task<MachineId> LaunchAsync(IProvider provider, LaunchRequest request, CancellationToken cancellationToken) =>
        await provider.LaunchAsync(request, cancellationToken) is LaunchOutcome.Launched launched
            ? launched.Machine
            : throw new LawBrokenException("a wish that can be fulfilled is not");

    private static async Task OneMachineAsync(ProviderGround ground, IProvider provider, MachineId machine, CancellationToken cancellationToken)
    {
        var watch = new ProviderWatch(ground, Mine);
        await watch.UntilAsync(provider, machine, MachineStatus.Running, cancellationToken);
        var listed = await watch.LookAsync(provider, cancellationToken);
        LawBrokenException.Unless(listed.Count == 1, $"one token made {listed.Count} machines");
    }

    private static async Task NothingAsync(ProviderGround ground, CancellationToken cancellationToken)
    {
        await ground.PauseAsync(cancellationToken);
        var listed = await new ProviderWatch(ground, Mine).LookAsync(ground.Open(), cancellationToken);
        LawBrokenException.Unless(listed.Count == 0, "something was made all the same");
    }
}
