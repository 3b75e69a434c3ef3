using System.Collections.Immutable;
using System.Net.Sockets;

namespace Haggle.Providers.Hosts;

/// <summary>
/// Another computer through the OpenSSH client, with everything that the user has configured for it. One shared connection carries all that is done there; it is
/// opened when it is needed, stays for a while, and is opened again when it breaks.
/// </summary>
internal sealed class SshHost : IHost, IDisposable
{
    // Beyond the connection itself: the user's keys may be in a slow agent or on a slow token.
    private static readonly TimeSpan LogInPatience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan TellPatience = TimeSpan.FromSeconds(5);

    private readonly SshDestination _destination;
    private readonly SshSettings _settings;
    private readonly LocalHost _here;
    private readonly SemaphoreSlim _opening = new(1);
    private readonly TimeProvider _time;
    private bool _keyTakenOver;

    public SshHost(SshDestination destination, SshSettings settings, TimeProvider time)
    {
        (_destination, _settings, _here, _time) = (destination, settings, new LocalHost(time), time);
        Words = new SshWords(destination, settings);
    }

    /// <inheritdoc/>
    public string Name => _destination.Name;

    /// <summary>How the client is started for this host.</summary>
    internal SshWords Words { get; }

    /// <inheritdoc/>
    public async Task<CommandEnd> RunAsync(HostCommand command, CancellationToken cancellationToken)
    {
        await ReachAsync(cancellationToken).ConfigureAwait(false);
        var end = await HereAsync(command with { Words = Words.Session(RemoteLine.Run(command.Words)) }, command.Words[0], cancellationToken).ConfigureAwait(false);
        if (RemoteLine.ReadExit(end.Error) is { } exit) return new CommandEnd(exit.Code, end.Output, exit.Error);
        throw SshFault.Of(_destination, end.Error, Words.KnownHosts);
    }

    /// <inheritdoc/>
    public async Task<Stream> OpenAsync(HostCommand command, CancellationToken cancellationToken)
    {
        await ReachAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await _here.OpenAsync(command with { Words = Words.Session(RemoteLine.Start(command.Words)) }, cancellationToken).ConfigureAwait(false);
        }
        catch (HostException fault)
        {
            throw new HostException(Name, $"'{command.Words[0]}' could not be started on {Name}: {fault.Message}", fault.IsTransient, fault);
        }
    }

    /// <inheritdoc/>
    public async Task SendAsync(string localPath, string path, CancellationToken cancellationToken)
    {
        await ReachAsync(cancellationToken).ConfigureAwait(false);
        await new SshSending(this, _here, _time).SendAsync(localPath, path, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Opens the shared connection when there is none.</summary>
    /// <exception cref="HostException">The host is not reached, or does not let us in.</exception>
    public async Task ReachAsync(CancellationToken cancellationToken)
    {
        if (IsHeld()) return;
        await _opening.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!IsHeld()) await DialAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _opening.Release();
        }
    }

    /// <summary>Whether somebody holds the shared connection; says nothing about whether the host is still there.</summary>
    public bool IsHeld()
    {
        // A file alone says little: a process that was killed leaves its socket behind.
        if (!File.Exists(Words.ControlPath)) return false;
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(Words.ControlPath));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>Closes the shared connection, with everything that goes over it.</summary>
    public async Task CloseAsync(CancellationToken cancellationToken)
    {
        if (IsHeld()) await TellAsync(Words.Tell("exit"), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The host's address or name as the user's configuration resolves it: where other hosts find it.</summary>
    public async Task<string> AddressAsync(CancellationToken cancellationToken)
    {
        var resolved = await HereAsync(new HostCommand { Words = Words.Resolve }, "ssh", cancellationToken).ConfigureAwait(false);
        var line = resolved.Output.Split('\n').FirstOrDefault(each => each.StartsWith("hostname ", StringComparison.Ordinal));
        return line?["hostname ".Length..].Trim() is { Length: > 0 } name ? name : _destination.Host;
    }

    /// <inheritdoc/>
    public void Dispose() => _opening.Dispose();

    /// <summary>Has the shared connection carry a socket here to a socket there. Connections over it take none of the host's limited sessions.</summary>
    /// <returns>Whether it does now.</returns>
    public async Task<bool> ForwardAsync(string socket, string remoteSocket, CancellationToken cancellationToken)
    {
        await ReachAsync(cancellationToken).ConfigureAwait(false);
        return (await TellAsync(Words.Tell("forward", "-L", $"{socket}:{remoteSocket}"), cancellationToken).ConfigureAwait(false)).ExitCode == 0;
    }

    /// <summary>Ends that.</summary>
    public async Task UnforwardAsync(string socket, string remoteSocket, CancellationToken cancellationToken)
    {
        if (IsHeld()) await TellAsync(Words.Tell("cancel", "-L", $"{socket}:{remoteSocket}"), cancellationToken).ConfigureAwait(false);
        File.Delete(socket);
    }

    private Task<CommandEnd> TellAsync(ImmutableArray<string> words, CancellationToken cancellationToken) =>
        HereAsync(new HostCommand { Words = words, Limit = TellPatience }, "ssh", cancellationToken);

    private async Task DialAsync(CancellationToken cancellationToken)
    {
        MakeFolders();
        if (!_keyTakenOver)
        {
            await new KnownHosts(_destination, Words, command => HereAsync(command, "ssh-keygen", cancellationToken)).TakeOverAsync(cancellationToken).ConfigureAwait(false);
            _keyTakenOver = true;
        }

        // Into a file: older clients keep the error pipe open for as long as the shared connection lives, and its reader would wait for that.
        var errors = $"{Words.ControlPath}.{Guid.NewGuid():N}";
        try
        {
            var dial = new HostCommand
            {
                Words = ["/bin/sh", "-c", "f=$1; shift; exec \"$@\" >/dev/null 2>\"$f\" </dev/null", "dial", errors, .. Words.Open],
                Limit = _settings.ConnectPatience + LogInPatience,
            };
            var end = await HereAsync(dial, "ssh", cancellationToken).ConfigureAwait(false);
            if (end.ExitCode != 0) throw SshFault.Of(_destination, await File.ReadAllTextAsync(errors, cancellationToken).ConfigureAwait(false), Words.KnownHosts);
        }
        finally
        {
            File.Delete(errors);
        }
    }

    private void MakeFolders()
    {
        const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        foreach (var folder in (string[])[_settings.Folder, _settings.SocketFolder])
        {
            Directory.CreateDirectory(folder, OwnerOnly);

            // In a folder that somebody else made, he could listen in on the connection.
            if (File.GetUnixFileMode(folder) != OwnerOnly) throw new HostException(Name, $"{folder} is not private (mode 0700); remove it or choose another state folder", isTransient: false);
        }
    }

    private async Task<CommandEnd> HereAsync(HostCommand command, string what, CancellationToken cancellationToken)
    {
        try
        {
            return await _here.RunAsync(command, cancellationToken).ConfigureAwait(false);
        }
        catch (HostException fault) when (!fault.IsTransient)
        {
            throw new HostException(Name, $"the OpenSSH client cannot be started ({fault.Message}); install it, for example: apt-get install openssh-client", isTransient: false, fault);
        }
        catch (HostException fault)
        {
            throw new HostException(Name, $"{Name} is not reached: '{what}' did not end within {command.Limit.TotalSeconds:0} s", isTransient: true, fault);
        }
    }
}
