using System.Globalization;
using Haggle.Cli.Render;
using Haggle.Cli.Rest;
using Haggle.Wire.Channels;
using Haggle.Wire.Rest;

namespace Haggle.Cli.Access;

/// <summary>
/// OpenSSH's own client, and whatever is built on it, to a node of a run: `haggle ssh RUN --config` makes its entry, `haggle ssh RUN --stdio` is the connection
/// that the entry names.
/// </summary>
internal sealed class SshAccess(World world, HaggleClient client, RunMessage run, int rank)
{
    /// <summary>What ssh itself ends with; its caller need not tell the two apart.</summary>
    private const int NoConnection = 255;

    private readonly SshKeys _keys = new(world, run.Id, rank);

    private Terminal Terminal => world.Terminal;

    /// <summary>Makes the entry and shows what can be done with it.</summary>
    public async Task<int> ConfigureAsync(CancellationToken cancellationToken)
    {
        await _keys.MakeAsync(cancellationToken).ConfigureAwait(false);
        var answer = await WithMachineAsync(async line => (await line.OpenAsync(Request(isTrial: true), cancellationToken).ConfigureAwait(false)).Answer, cancellationToken).ConfigureAwait(false);
        var entry = Entry(answer.User ?? "");
        var config = SshConfig.Of(world);
        var isNew = await config.PutAsync(entry, cancellationToken).ConfigureAwait(false);
        if (isNew) Terminal.Say($"{config.UsersFile} now begins with \"Include haggle_config\".", Ink.Faint);
        var name = entry.Alias.Length > 0 ? entry.Alias : entry.Host;
        Terminal.Output.Write($"ssh {name}\nscp FILE {name}:\ncode --remote ssh-remote+{name} {answer.Folder}\n");
        Terminal.Say($"The entry is in {config.OwnFile}; it goes when the run is over.", Ink.Faint);
        return ExitCodes.Ok;
    }

    /// <summary>Joins standard input and output to an ssh server on the machine.</summary>
    /// <param name="login">The user that the client will name; "" when it did not say.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<int> JoinAsync(string login, CancellationToken cancellationToken)
    {
        await _keys.MakeAsync(cancellationToken).ConfigureAwait(false);
        return await WithMachineAsync(async line =>
        {
            var (channel, answer) = await line.OpenAsync(Request(isTrial: false), cancellationToken).ConfigureAwait(false);
            if (login.Length > 0 && answer.User is { } user && user != login)
            {
                // The next machine of a run may have another user; the client has named the old one already.
                await SshConfig.Of(world).PutAsync(Entry(user), cancellationToken).ConfigureAwait(false);
                Terminal.Say($"haggle: the machine of run {run.Id} has the user {user} now, and its entry says so from here on; connect again.", Ink.Bad);
                return NoConnection;
            }

            _ = channel.SendAllAsync(Terminal.Seat.ReadAsync, cancellationToken).ContinueWith(static sent => sent.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            await channel.ReadAllAsync((bytes, _) =>
            {
                Terminal.RawOutput(bytes);
                return ValueTask.CompletedTask;
            }, cancellationToken).ConfigureAwait(false);
            return ExitCodes.Ok;
        }, cancellationToken).ConfigureAwait(false);
    }

    private async Task<T> WithMachineAsync<T>(Func<MachineLine, Task<T>> use, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var line = new MachineLine(world, client, run, rank, text => Terminal.Say(text, Ink.Careful));
        var keeping = line.KeepAsync(over.Token);
        try
        {
            var used = use(line);
            await Task.WhenAny(used, keeping).ConfigureAwait(false);
            if (keeping.IsFaulted) await keeping.ConfigureAwait(false);
            return await used.ConfigureAwait(false);
        }
        catch (ChannelBrokenException refusal)
        {
            throw new CliException(ExitCodes.Conflict, $"run {run.Id}: {refusal.Message}", $"haggle ssh {run.Id} needs no ssh server there.");
        }
        finally
        {
            await over.CancelAsync().ConfigureAwait(false);
            await ((Task)keeping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private ChannelRequest Request(bool isTrial) => new() { Kind = "sshd", HostKey = _keys.HostKey, UserKey = _keys.UserKey, IsTrial = isTrial };

    private SshEntry Entry(string user) => new()
    {
        Host = SshKeys.HostName(run.Id, rank),
        Alias = run.Name.Length > 0 && run.Name != run.Id.ToString(CultureInfo.InvariantCulture)
            ? SshEntry.AliasOf(run.Name) + (rank == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"-{rank}"))
            : "",
        StateFolder = world.StateFolder.Path,
        User = user,
        Identity = _keys.Identity,
        KnownHosts = _keys.KnownHosts,
        Proxy = Proxy(),
    };

    // Who starts it (an editor) may have another environment than this command.
    private List<string> Proxy()
    {
        List<string> words = ["env", "HAGGLE_HOME=" + world.StateFolder.Path];
        if (world.Variable("DOTNET_ROOT") is { } runtime) words.Add("DOTNET_ROOT=" + runtime);
        if ((world.ServerAddress ?? world.Variable("HAGGLE_SERVER")) is { } server) words.Add("HAGGLE_SERVER=" + server);
        words.AddRange([world.Variable("HAGGLE_LAUNCHER") ?? Environment.ProcessPath ?? "haggle", "ssh", run.Id.ToString(CultureInfo.InvariantCulture), "--stdio"]);
        if (rank > 0) words.AddRange(["--rank", rank.ToString(CultureInfo.InvariantCulture)]);
        return words;
    }
}
