using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Haggle.Core.Market;
using Haggle.Core.Pools;
using Haggle.Core.Runs;
using Haggle.Engine.Ports;
using Haggle.Providers.Hosts;
using Haggle.Wire.Hosts;

namespace Haggle.Providers.Ssh;

/// <summary>
/// Lets machines on the computers of a pool, over SSH. The truth about them is on each computer: this only asks, and remembers the last answer for the time in which a
/// computer is not reached. A machine is named "COMPUTER/TOKEN".
/// </summary>
public sealed class SshProvider : IProvider, IPool, IMachineDoor, IAsyncDisposable
{
    // A log-in and a start of the agent take a core for a tenth of a second; a host that does not answer holds its place for seconds.
    private const int OpeningsAtOnce = 16;

    private static readonly TimeSpan CoolWhenFull = TimeSpan.FromSeconds(30);
    private static readonly ProviderName Ssh = new("ssh");

    private readonly SshPoolSettings _settings;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<string, PoolHost> _hosts = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _closing = new();
    private readonly SemaphoreSlim _reading = new(1);
    private readonly SemaphoreSlim _openings = new(OpeningsAtOnce);
    private AgentFile? _agentFile;

    /// <summary>Makes the provider of a pool.</summary>
    public SshProvider(SshPoolSettings settings, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(time);
        (_settings, _time) = (settings, time);
    }

    /// <inheritdoc/>
    public ProviderName Name => Ssh;

    /// <inheritdoc/>
    public ProviderName Provider => Ssh;

    /// <inheritdoc/>
    public bool SharesDisk => false;

    /// <inheritdoc/>
    public ProviderTraits Traits { get; } = new()
    {
        // A machine is in its computer's list before the create call is answered; the rest is for a slow network.
        ListLag = TimeSpan.FromSeconds(30),
        BootPatience = TimeSpan.FromMinutes(2),
        ListEvery = TimeSpan.FromSeconds(5),
        EndingBilled = TimeSpan.FromSeconds(10),
        LogFetching = TimeSpan.FromSeconds(5),
        ListGap = TimeSpan.FromMilliseconds(100),
    };

    /// <summary>How it stands with each computer that was asked for so far, by name.</summary>
    public ImmutableArray<HostHealth> Health => [.. _hosts.Values.Select(host => host.Health).OrderBy(health => health.Name, StringComparer.Ordinal)];

    /// <inheritdoc/>
    public async IAsyncEnumerable<Quote> QuotesAsync(QuoteScope scope, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        cancellationToken.ThrowIfCancellationRequested();
        if (scope.Rehearsal is not null) yield break;
        var hosts = Pool().Where(host => !host.Machine.Draining).ToArray();
        await PatientlyAsync(hosts, host => host.LearnAsync(_closing.Token), cancellationToken).ConfigureAwait(false);
        foreach (var offer in hosts.SelectMany(host => host.Offers(Name))) yield return offer.Quote;
    }

    /// <inheritdoc/>
    public async Task<LaunchOutcome> LaunchAsync(LaunchRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        cancellationToken.ThrowIfCancellationRequested();
        var wanted = request.Quote;
        if (Pool().FirstOrDefault(host => host.Machine.Name == wanted.Offer.Region) is not { } host)
            return new LaunchOutcome.Refused($"there is no machine '{wanted.Offer.Region}' in the pool (haggle machines lists it)");
        return await GuardAsync<LaunchOutcome>(async () =>
        {
            if (host.Machine.Draining && !await HasAsync(host, request).ConfigureAwait(false))
                return new LaunchOutcome.NoCapacity(CoolWhenFull, $"{host.Machine.Name} is drained: nothing new begins there");
            await host.FactsAsync(cancellationToken).ConfigureAwait(false);
            var offer = host.Offers(Name).FirstOrDefault(each => each.Quote.Offer.Key == wanted.Offer.Key);
            if (offer is null) return new LaunchOutcome.Refused($"{wanted.Offer.Key} is not offered by {host.Machine.Name}");
            if (offer.Quote.Rate != wanted.Rate) return new LaunchOutcome.PriceMoved($"{wanted.Offer.Key} costs {offer.Quote.Rate} now, not {wanted.Rate}");
            var wish = MachineFacts.Wish(request, _time.GetUtcNow(), reclaim: null) with { Allot = PoolOffers.Part(request, offer) };
            return Outcome(host, wish, await host.AskAsync(new HostRequest { Type = "launch", Wish = wish }, cancellationToken).ConfigureAwait(false));
        }).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<MachineFact> MachinesAsync(OwnerId owner, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Pool();
        var hosts = _hosts.Values.OrderBy(host => host.Machine.Name, StringComparer.Ordinal).ToArray();
        await PatientlyAsync(hosts, host => host.RefreshAsync(owner.Value, _closing.Token), cancellationToken).ConfigureAwait(false);
        foreach (var host in hosts)
        {
            foreach (var row in host.Known.Of(owner.Value))
                yield return MachineFacts.Of(row, host.Address) with { Machine = IdOf(host, row.Machine) };
        }
    }

    /// <inheritdoc/>
    public async Task TerminateAsync(MachineId machine, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (Find(machine) is not var (host, token)) return;
        await GuardAsync(async () =>
        {
            await host.AskAsync(new HostRequest { Type = "end", Machine = token }, cancellationToken).ConfigureAwait(false);
            await host.Way.ForgetAsync(token, cancellationToken).ConfigureAwait(false);
            return true;
        }).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task<Stream> OpenAsync(MachineId machine, CancellationToken cancellationToken) =>
        Find(machine) is var (host, token) ? GuardAsync(() => host.Way.OpenAsync(token, cancellationToken)) : Task.FromException<Stream>(NoSuch(machine));

    /// <inheritdoc/>
    public async Task<ShellAccess> ShellAsync(MachineId machine, CancellationToken cancellationToken)
    {
        if (Find(machine) is not var (host, token)) throw NoSuch(machine);
        var words = await GuardAsync(() => host.TerminalAsync(token, cancellationToken)).ConfigureAwait(false);
        return new ShellAccess(words[0], words[1..], "");
    }

    /// <inheritdoc/>
    public async Task<PoolPicture> PictureAsync(CancellationToken cancellationToken)
    {
        var hosts = Pool();
        await PatientlyAsync(hosts, host => host.LookAsync(_closing.Token), cancellationToken).ConfigureAwait(false);
        return PoolPictures.Of([.. hosts.Select(host => (host.Machine, host.Seen))], _time.GetUtcNow());
    }

    /// <summary>What a computer of the pool has, and what is free of it now.</summary>
    /// <exception cref="ProviderException">It is not in the pool, or not reached.</exception>
    public Task<HostFactsMessage> FactsAsync(string machine, CancellationToken cancellationToken) =>
        Pool().FirstOrDefault(host => host.Machine.Name == machine) is { } host
            ? GuardAsync(() => host.FreshFactsAsync(cancellationToken))
            : Task.FromException<HostFactsMessage>(new ProviderException(Name, $"there is no machine '{machine}' in the pool", isTransient: false));

    /// <summary>Tries a computer that is not in the pool yet: reaches it, copies the agent, and says what it has.</summary>
    /// <exception cref="ProviderException">It cannot be used; the message says why.</exception>
    public Task<HostFactsMessage> TryAsync(PoolMachine machine, CancellationToken cancellationToken) => GuardAsync(async () =>
    {
        await using var host = Begin(machine);
        return await host.FreshFactsAsync(cancellationToken).ConfigureAwait(false);
    });

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync().ConfigureAwait(false);
        foreach (var host in _hosts.Values) await host.DisposeAsync().ConfigureAwait(false);
        _closing.Dispose();
        _reading.Dispose();
        _openings.Dispose();
    }

    // A launch whose answer was lost is asked for again, and what it made is there already.
    private async Task<bool> HasAsync(PoolHost host, LaunchRequest request)
    {
        await host.RefreshAsync(request.Owner.Value, _closing.Token).ConfigureAwait(false);
        return host.Known.Of(request.Owner.Value).Any(row => row.Token == request.Token.Value);
    }

    private static LaunchOutcome Outcome(PoolHost host, MachineWish wish, HostReply reply)
    {
        switch (reply.Outcome)
        {
            case HostReply.Launched:
                host.Known.Add(wish.Owner, Begun(wish));
                return new LaunchOutcome.Launched(IdOf(host, wish.Token));
            case HostReply.NoCapacity:
                return new LaunchOutcome.NoCapacity(CoolWhenFull, $"{host.Machine.Name}: {reply.Why}");
            default:
                return new LaunchOutcome.Refused($"{host.Machine.Name}: {reply.Why}");
        }
    }

    // What the list will say at the least; its next word takes the place of this.
    private static MachineRow Begun(MachineWish wish) => new()
    {
        Machine = wish.Token,
        Token = wish.Token,
        Status = MachineRow.Pending,
        Address = "",
        PriceNanoUsdPerHour = wish.PriceNanoUsdPerHour,
        InstanceType = wish.InstanceType,
        Purchase = wish.Purchase,
        AcceleratorCount = wish.AcceleratorCount,
    };

    private static MachineId IdOf(PoolHost host, string token) => new($"{host.Machine.Name}/{token}");

    private (PoolHost Host, string Token)? Find(MachineId machine)
    {
        var slash = machine.Value.IndexOf('/', StringComparison.Ordinal);
        if (slash < 1) return null;
        Pool();
        return _hosts.TryGetValue(machine.Value[..slash], out var host) ? (host, machine.Value[(slash + 1)..]) : null;
    }

    /// <summary>
    /// The computers of the pool. One that was taken out of the pool stays as long as this process lives, because machines may still be there; one that is to be reached another
    /// way is begun anew.
    /// </summary>
    private ImmutableArray<PoolHost> Pool()
    {
        var machines = _settings.Machines();
        foreach (var machine in machines)
        {
            var known = _hosts.GetOrAdd(machine.Name, _ => Begin(machine));
            if (SameWay(known.Machine, machine)) known.Machine = machine;
            else if (_hosts.TryUpdate(machine.Name, Begin(machine), known)) _ = known.DisposeAsync().AsTask();
        }

        return [.. _hosts.Values.Where(host => machines.Any(machine => machine.Name == host.Machine.Name)).OrderBy(host => host.Machine.Name, StringComparer.Ordinal)];
    }

    private PoolHost Begin(PoolMachine machine) => new(machine, _settings, ReadAgentAsync, _openings, _time);

    private static bool SameWay(PoolMachine left, PoolMachine right) => Way(left) == Way(right) && left.HostKeys.AsSpan().SequenceEqual(right.HostKeys.AsSpan());

    // What an hour costs and whether anything new may begin change nothing about how it is reached.
    private static PoolMachine Way(PoolMachine machine) => machine with { HostKeys = [], Draining = false, Rate = default, RateFrom = "" };

    private async Task<AgentFile> ReadAgentAsync(CancellationToken cancellationToken)
    {
        await _reading.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return _agentFile ??= await AgentFile.ReadAsync(_settings.AgentFile, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <summary>Waits for all, but for those that are slow only so long: they go on by themselves.</summary>
    private async Task PatientlyAsync(IReadOnlyCollection<PoolHost> hosts, Func<PoolHost, Task<bool>> ask, CancellationToken cancellationToken)
    {
        var patience = hosts.Any(host => host.Health is { SeenAt: null, LostAt: null }) ? _settings.FirstPatience : _settings.ListPatience;
        var all = Task.WhenAll(hosts.Select(ask));
        try
        {
            await all.WaitAsync(patience, _time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // Their last word stands.
        }
    }

    private ProviderException NoSuch(MachineId machine) => new(Name, $"'{machine}' is on no machine of the pool", isTransient: false);

    private async Task<T> GuardAsync<T>(Func<Task<T>> call)
    {
        try
        {
            return await call().ConfigureAwait(false);
        }
        catch (HostException fault)
        {
            throw new ProviderException(Name, fault.Message, fault.IsTransient, fault);
        }
    }
}
