using Haggle.Core.Ledger;
using Haggle.Core.Market;
using Haggle.Core.Runs;
using Haggle.Core.Units;

namespace Haggle.Providers.Rentals;

/// <summary>
/// Says which machines there are, from the cloud's list and the book: the list says what is, the book what was. A machine that is in the book and not in the list is gone
/// only when the cloud, asked for it by name, does not know it.
/// </summary>
internal sealed class RentalCensus(IRentalCloud cloud, RentalNotes notes, TimeProvider time)
{
    public async Task<IReadOnlyList<MachineFact>> FactsAsync(OwnerId owner, CancellationToken cancellationToken)
    {
        var listed = (await cloud.ListAsync(cancellationToken).ConfigureAwait(false)).Where(each => RentalMark.OwnerOf(each.Token.Value) == owner.Value).ToLookup(each => each.Token);
        var facts = new List<MachineFact>();
        foreach (var token in listed.Select(group => group.Key).Union(notes.All(owner).Select(note => new LaunchToken(note.Token))).ToArray())
        {
            using var held = await notes.TakeAsync(token, cancellationToken).ConfigureAwait(false);
            var note = notes.Read(token);
            var machine = listed[token].OrderBy(each => each.Id != note?.Id).ThenBy(each => each.Id.Length).ThenBy(each => each.Id, StringComparer.Ordinal).FirstOrDefault();
            if (note is null && machine is null) continue;
            var next = machine is not null && (note is null or { Id: "" } || note.Id == machine.Id)
                ? await SeenAsync(note, machine, cancellationToken).ConfigureAwait(false)
                : await UnseenAsync(note!, cancellationToken).ConfigureAwait(false);
            if (next is null) continue;
            if (next != note) notes.Write(next);
            facts.Add(Fact(next));
        }

        return facts;
    }

    /// <summary>Takes note that a machine was given back.</summary>
    public async Task GivenBackAsync(string id, CancellationToken cancellationToken)
    {
        if (notes.Of(id) is not { } known) return;
        using var held = await notes.TakeAsync(new LaunchToken(known.Token), cancellationToken).ConfigureAwait(false);
        if (notes.Read(new LaunchToken(known.Token)) is { GivenBackAt: null } note && note.Id == id) notes.Write(note with { GivenBackAt = time.GetUtcNow() });
    }

    private async Task<RentalNote> SeenAsync(RentalNote? before, RentedMachine machine, CancellationToken cancellationToken)
    {
        var note = before ?? new RentalNote { Token = machine.Token.Value, AskedAt = time.GetUtcNow() };
        note = note with { Id = machine.Id, InstanceType = machine.InstanceType, Purchase = machine.Purchase.ToString(), AcceleratorCount = machine.AcceleratorCount, Address = note.Address.Length > 0 ? note.Address : machine.Address };

        // Lists are put together of copies that are not equally fresh: what was seen is not taken back.
        if (StatusOf(note) == MachineStatus.Gone || machine.Status < StatusOf(note)) return note;
        var isEnding = note.GivenBackAt is not null || machine.Status == MachineStatus.Ending;
        note = note with { IsTaken = note.IsTaken || (machine.IsTaken && note.GivenBackAt is null), Status = (isEnding ? MachineStatus.Ending : machine.Status).ToString() };
        note = await RatedAsync(note, machine, cancellationToken).ConfigureAwait(false);

        // What will not run again still costs its disk: it is given back as soon as it is seen.
        if (machine.Status == MachineStatus.Ending && note.GivenBackAt is null)
        {
            await cloud.DestroyAsync(machine.Id, cancellationToken).ConfigureAwait(false);
            note = note with { GivenBackAt = time.GetUtcNow() };
        }

        return note;
    }

    private async Task<RentalNote> RatedAsync(RentalNote note, RentedMachine machine, CancellationToken cancellationToken)
    {
        var (rates, now) = (note.Rates, time.GetUtcNow());
        if (rates.Length == 0 && machine is { RestRate: { } rest, MadeAt: { } made }) rates = [new NotedRate(made, rest.PerHour.NanoUsd)];
        var rate = machine.RateNow ?? (machine.Status == MachineStatus.Running ? new HourlyRate(new Money(note.NanoUsdPerHour)) : null);
        if (rate is { } current && (rates.Length == 0 || rates[^1].NanoUsdPerHour != current.PerHour.NanoUsd))
        {
            // The bill says when it was; where it does not, the list's own instant, and where that is not there either, now.
            var life = await cloud.LifeAsync(machine.Id, cancellationToken).ConfigureAwait(false);
            var since = machine.Status == MachineStatus.Running ? life.RunningFrom ?? machine.RunningSince : life.RunningTo;
            var from = since is { } at && at <= now ? at : now;
            rates = [.. rates, new NotedRate(rates.Length > 0 && from < rates[^1].From ? rates[^1].From : from, current.PerHour.NanoUsd)];
        }

        return rates.Length == note.Rates.Length ? note : note with { Rates = rates };
    }

    // In the book and not in the list: not to be seen yet, overlooked by an older copy, or gone.
    private async Task<RentalNote?> UnseenAsync(RentalNote note, CancellationToken cancellationToken)
    {
        if (note.Id.Length == 0 || StatusOf(note) == MachineStatus.Gone) return note.Id.Length == 0 ? null : note;
        var now = time.GetUtcNow();
        if (await cloud.LookAsync(note.Id, cancellationToken).ConfigureAwait(false) is { } machine) return await SeenAsync(note, machine, cancellationToken).ConfigureAwait(false);
        if (note.Rates.Length == 0 && note.GivenBackAt is null && now - note.AskedAt < cloud.Traits.ListLag) return note;
        var life = await cloud.LifeAsync(note.Id, cancellationToken).ConfigureAwait(false);
        var rates = note.Rates;
        if (rates.Length == 0 && (life.RunningFrom ?? life.From) is { } from) rates = [new NotedRate(from, note.NanoUsdPerHour)];

        // Nobody gave it back, and a machine that can be taken is no longer there: it was taken.
        var isTaken = note.IsTaken || (note.GivenBackAt is null && Enum.Parse<Purchase>(note.Purchase) is Purchase.Spot or Purchase.Bid);
        var end = life.To ?? note.GivenBackAt ?? now;
        return note with { Status = nameof(MachineStatus.Gone), IsTaken = isTaken, Rates = rates, BilledTo = rates.Length == 0 ? null : end > rates[^1].From ? end : rates[^1].From };
    }

    private static MachineStatus StatusOf(RentalNote note) => Enum.Parse<MachineStatus>(note.Status);

    private static MachineFact Fact(RentalNote note) => new()
    {
        Machine = new MachineId(note.Id),
        Token = new LaunchToken(note.Token),
        Status = StatusOf(note),
        Reclaimed = note.IsTaken,
        Address = note.Address,
        BilledFrom = note.Rates.Length > 0 ? note.Rates[0].From : null,
        BilledTo = note.BilledTo,
        Rates = [.. note.Rates.Select(each => new RateChange(each.From, new HourlyRate(new Money(each.NanoUsdPerHour))))],
        InstanceType = note.InstanceType,
        Purchase = Enum.Parse<Purchase>(note.Purchase),
        AcceleratorCount = note.AcceleratorCount,
    };
}
