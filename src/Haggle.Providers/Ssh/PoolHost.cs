using System.Collections.Concurrent;
using System.Collections.Immutable;
using Haggle.Core.Market;
using Haggle.Core.Pools;
using Haggle.Providers.Hosts;
using Haggle.Wire.Hosts;

namespace Haggle.Providers.Ssh;

/// <summary>One machine of the pool while a server works with it: the way there, what was heard from it, and whether it is reached.</summary>
internal sealed class PoolHost : IAsyncDisposable
{
    // What a computer has does not change while it runs; how much of it is free is asked with every launch.
    private static readonly TimeSpan FactsGoodFor = TimeSpan.FromMinutes(10);

    private readonly SshPoolSettings _settings;
    private readonly Func<CancellationToken, Task<AgentFile>> _agentFile;
    private readonly TimeProvider _time;
    private readonly SshHost _host;
    private readonly HostTalk _talk;
    private readonly SemaphoreSlim _copying = new(1);
    private AgentPlace? _place;
    private (HostFactsMessage Facts, DateTimeOffset At)? _facts;
    private readonly ConcurrentDictionary<string, Task<bool>> _refreshing = new(StringComparer.Ordinal);
    private Task<bool>? _learning;
    private Task<bool>? _looking;

    public PoolHost(PoolMachine machine, SshPoolSettings settings, Func<CancellationToken, Task<AgentFile>> agentFile, SemaphoreSlim openings, TimeProvider time)
    {
        (Machine, _settings, _agentFile, _time) = (machine, settings, agentFile, time);
        _host = new SshHost(SshDestination.Of(machine), settings.Client, time);
        _talk = new HostTalk(_host, PlaceAsync, openings, settings.AnswerPatience, time);
        Way = new MachineWay(_host, settings.Client, PlaceAsync);
        Known = new KnownMachines(Path.Combine(settings.Client.Folder, "known", machine.Name));
        Health = new HostHealth(machine.Name, null, null, "");
    }

    /// <summary>Its entry in the pool file. Another one may only say otherwise what does not belong to the way there.</summary>
    public PoolMachine Machine { get; set; }

    public MachineWay Way { get; }

    public KnownMachines Known { get; }

    public HostHealth Health { get; private set; }

    /// <summary>Where its machines' peers reach it.</summary>
    public string Address { get; private set; } = "";

    /// <summary>Asks its agent, which is copied there when it is not there yet.</summary>
    /// <exception cref="HostException">It is not reached, or does not do it.</exception>
    public async Task<HostReply> AskAsync(HostRequest request, CancellationToken cancellationToken)
    {
        try
        {
            var reply = await _talk.AskAsync(request, cancellationToken).ConfigureAwait(false);
            Health = new HostHealth(Machine.Name, _time.GetUtcNow(), null, "");
            return reply.Error is { Length: > 0 } error ? throw new HostException(Machine.Name, $"{Machine.Name}: {error}", reply.IsTransient) : reply;
        }
        catch (HostException fault) when (Health.SeenAt is null || Health.LostAt is not null || !_host.IsHeld())
        {
            if (Health.LostAt is null) Health = Health with { LostAt = _time.GetUtcNow(), Why = fault.Message };
            _place = null;
            throw;
        }
    }

    /// <summary>What it has.</summary>
    public async Task<HostFactsMessage> FactsAsync(CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        return _facts is { } known && now - known.At < FactsGoodFor && Health.LostAt is null ? known.Facts : await FreshFactsAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What it has, and what is free of it now.</summary>
    public async Task<HostFactsMessage> FreshFactsAsync(CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        var reply = await AskAsync(new HostRequest { Type = "facts" }, cancellationToken).ConfigureAwait(false);
        var facts = reply.Facts ?? throw new HostException(Machine.Name, $"the agent on {Machine.Name} does not tell what it has", isTransient: true);
        _facts = (facts, now);
        return facts;
    }

    /// <summary>What it told last; null when it is not reached.</summary>
    public HostFactsMessage? Seen => Health.LostAt is null ? _facts?.Facts : null;

    /// <summary>Looks what is free of it now. One question at a time.</summary>
    /// <returns>Whether it answered.</returns>
    public Task<bool> LookAsync(CancellationToken cancellationToken) =>
        _looking is { IsCompleted: false } running ? running : _looking = LookOnceAsync(cancellationToken);

    /// <summary>Learns what it has, unless that is known. One question at a time, as with <see cref="RefreshAsync"/>.</summary>
    /// <returns>Whether it is known now.</returns>
    public Task<bool> LearnAsync(CancellationToken cancellationToken) =>
        _learning is { IsCompleted: false } running ? running : _learning = LearnOnceAsync(cancellationToken);

    /// <summary>What it offers, as far as is known without asking it.</summary>
    public ImmutableArray<PoolOffer> Offers(ProviderName provider) =>
        _facts is { } known && Health.LostAt is null ? PoolOffers.Of(Machine, known.Facts, provider, known.At) : [];

    /// <summary>Hears what machines it has. One question at a time: whoever comes while it is asked waits for the same answer.</summary>
    /// <returns>Whether it answered.</returns>
    public Task<bool> RefreshAsync(string owner, CancellationToken cancellationToken)
    {
        if (_refreshing.TryGetValue(owner, out var running) && !running.IsCompleted) return running;
        return _refreshing[owner] = RefreshOnceAsync(owner, cancellationToken);
    }

    /// <summary>How a person gets a shell in a machine's folder.</summary>
    public async Task<ImmutableArray<string>> TerminalAsync(string machine, CancellationToken cancellationToken)
    {
        var place = await PlaceAsync(cancellationToken).ConfigureAwait(false);
        const string Enter = "cd \"$1/work\" 2>/dev/null || cd \"$1\" || exit 1; exec \"${SHELL:-/bin/sh}\" -l";
        return _host.Words.Terminal(RemoteLine.Start(["sh", "-c", Enter, "sh", $"{place.Machines}/{machine}"]));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _talk.DisposeAsync().ConfigureAwait(false);
        try
        {
            // Nothing is left running here by a server that ends.
            await _host.CloseAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (HostException)
        {
            // It closes by itself when it has been idle for a while.
        }

        _host.Dispose();
        _copying.Dispose();
    }

    private async Task<bool> RefreshOnceAsync(string owner, CancellationToken cancellationToken)
    {
        try
        {
            var reply = await AskAsync(new HostRequest { Type = "list", Owner = owner }, cancellationToken).ConfigureAwait(false);
            Known.Take(owner, [.. reply.Machines ?? []]);
            return true;
        }
        catch (HostException)
        {
            return false;
        }
    }

    private async Task<bool> LookOnceAsync(CancellationToken cancellationToken)
    {
        try
        {
            await FreshFactsAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (HostException)
        {
            return false;
        }
    }

    private async Task<bool> LearnOnceAsync(CancellationToken cancellationToken)
    {
        try
        {
            await FactsAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (HostException)
        {
            return false;
        }
    }

    private async Task<AgentPlace> PlaceAsync(CancellationToken cancellationToken)
    {
        if (_place is { } known) return known;
        await _copying.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_place is { } since) return since;
            var file = await _agentFile(cancellationToken).ConfigureAwait(false);
            var place = await new AgentCopy(_host, _settings.RemoteFolder, file).EnsureAsync(cancellationToken).ConfigureAwait(false);
            if (Address.Length == 0) Address = await _host.AddressAsync(cancellationToken).ConfigureAwait(false);
            return _place = place;
        }
        catch (InvalidDataException fault)
        {
            throw new HostException(Machine.Name, fault.Message, isTransient: false, fault);
        }
        finally
        {
            _copying.Release();
        }
    }
}
