using System.Text;
using Haggle.Core.Market;
using Haggle.Core.Runs;
using Haggle.Engine.Ports;

namespace Haggle.Providers.Rentals;

/// <summary>
/// Makes a machine once for each token in a cloud that knows no such thing: the wish is written down first, the list is asked before and after, and of two machines
/// with one token the first one stays.
/// </summary>
internal sealed class RentalLaunch(IRentalCloud cloud, RentalNotes notes, TimeProvider time)
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(5);

    // What a cloud counts in floating point is not always the sum that it quoted.
    private const double Rounding = 0.01;

    public async Task<LaunchOutcome> RunAsync(LaunchRequest request)
    {
        using var held = await notes.TakeAsync(request.Token, CancellationToken.None).ConfigureAwait(false);
        var note = notes.Read(request.Token);
        if (note is { Id.Length: > 0 }) return new LaunchOutcome.Launched(new MachineId(note.Id));
        if (await FindAsync(request.Token).ConfigureAwait(false) is { } there) return Keep(request, there);
        if (note is not null && await LostAsync(request, note.AskedAt).ConfigureAwait(false) is { } late) return Keep(request, late);
        if (await JudgeAsync(request.Quote).ConfigureAwait(false) is { } no)
        {
            notes.Forget(request.Token);
            return no;
        }

        var script = MachineScript.Of(request, cloud.Start);
        if (Encoding.UTF8.GetByteCount(script) > cloud.Start.BytesMax) return new LaunchOutcome.Refused($"the start script with the agent's configuration is longer than {cloud.Name} takes along ({cloud.Start.BytesMax} bytes)");
        notes.Write(NoteOf(request, ""));
        switch (await cloud.MakeAsync(request, script, CancellationToken.None).ConfigureAwait(false))
        {
            case MakeAnswer.None none:
                notes.Forget(request.Token);
                return none.Why;
            case MakeAnswer.Unknown unknown:
                return await LostAsync(request, time.GetUtcNow()).ConfigureAwait(false) is { } found ? Keep(request, found) : throw unknown.Fault;
            case MakeAnswer.Made made:
                Keep(request, made.Id);
                return await ReadBackAsync(request, made.Id).ConfigureAwait(false);
            default:
                throw new System.Diagnostics.UnreachableException("an answer of another kind");
        }
    }

    private async Task<LaunchOutcome?> JudgeAsync(Quote wanted)
    {
        var quotes = await cloud.QuotesAsync(fresh: true, CancellationToken.None).ConfigureAwait(false);
        var quote = quotes.FirstOrDefault(each => each.Offer.Key == wanted.Offer.Key);
        if (quote is null) return new LaunchOutcome.NoCapacity(TimeSpan.FromMinutes(10), $"{wanted.Offer.Key} is not offered any more, or not to the limits of the configuration");
        return quote.Rate == wanted.Rate ? null : new LaunchOutcome.PriceMoved($"{wanted.Offer.Key} costs {quote.Rate} now, not {wanted.Rate}");
    }

    // What the cloud gave must be what was wanted; otherwise it goes back at once, before anything runs on it.
    private async Task<LaunchOutcome> ReadBackAsync(LaunchRequest request, string id)
    {
        // The machine may not be to be seen yet; what is wrong with it is then seen by the list.
        if (await cloud.LookAsync(id, CancellationToken.None).ConfigureAwait(false) is not { } machine) return new LaunchOutcome.Launched(new MachineId(id));
        if (WhatIsWrong(request.Quote, machine) is not { Length: > 0 } wrong)
            return await FirstAsync(request.Token, id).ConfigureAwait(false) is { } first && first != id ? Keep(request, first) : new LaunchOutcome.Launched(new MachineId(id));
        await cloud.DestroyAsync(id, CancellationToken.None).ConfigureAwait(false);
        notes.Forget(request.Token);
        return new LaunchOutcome.PriceMoved($"{cloud.Name} gave {wrong} instead of {request.Quote.Offer.Key}; it was given back");
    }

    private static string WhatIsWrong(Quote wanted, RentedMachine machine)
    {
        if (machine.InstanceType != wanted.Offer.InstanceType) return machine.InstanceType;
        if (machine.Purchase != wanted.Offer.Purchase) return $"{(machine.Purchase == Purchase.OnDemand ? "an on-demand machine" : "one that can be taken back")}";
        return machine.Rate is { } rate && rate.PerHour.NanoUsd > wanted.Rate.PerHour.NanoUsd * (1 + Rounding) ? $"it at {rate}" : "";
    }

    // Another server may have asked at the same time: of two with one token, the one that was made first stays.
    private async Task<string?> FirstAsync(LaunchToken token, string mine)
    {
        var all = (await cloud.ListAsync(CancellationToken.None).ConfigureAwait(false)).Where(each => each.Token == token).Select(each => each.Id).Append(mine).Distinct().OrderBy(id => id.Length).ThenBy(id => id, StringComparer.Ordinal).ToArray();
        foreach (var extra in all[1..]) await cloud.DestroyAsync(extra, CancellationToken.None).ConfigureAwait(false);
        return all[0];
    }

    private async Task<string?> FindAsync(LaunchToken token) =>
        (await cloud.ListAsync(CancellationToken.None).ConfigureAwait(false)).Where(each => each.Token == token).Select(each => each.Id).OrderBy(id => id.Length).ThenBy(id => id, StringComparer.Ordinal).FirstOrDefault();

    // A call whose answer was lost may have made a machine that the list does not show yet.
    private async Task<string?> LostAsync(LaunchRequest request, DateTimeOffset askedAt)
    {
        for (var until = askedAt + cloud.Traits.ListLag; time.GetUtcNow() < until;)
        {
            await Task.Delay(LookAgain, time, CancellationToken.None).ConfigureAwait(false);
            if (await FindAsync(request.Token).ConfigureAwait(false) is { } found) return found;
        }

        return null;
    }

    private LaunchOutcome.Launched Keep(LaunchRequest request, string id)
    {
        notes.Write(NoteOf(request, id));
        return new LaunchOutcome.Launched(new MachineId(id));
    }

    private RentalNote NoteOf(LaunchRequest request, string id) => new()
    {
        Token = request.Token.Value,
        AskedAt = time.GetUtcNow(),
        Id = id,
        InstanceType = request.Quote.Offer.InstanceType,
        Purchase = request.Quote.Offer.Purchase.ToString(),
        AcceleratorCount = request.Quote.Offer.AcceleratorCount,
        NanoUsdPerHour = request.Quote.Rate.PerHour.NanoUsd,
    };
}
