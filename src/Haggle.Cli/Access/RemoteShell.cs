using Haggle.Cli.Render;
using Haggle.Wire.Channels;

namespace Haggle.Cli.Access;

/// <summary>A shell beside the program, on the person's own terminal: the machine's agent starts it, so that it is the same with every provider.</summary>
internal sealed class RemoteShell(World world, MachineLine line)
{
    /// <summary>What ssh ends with when the connection is lost.</summary>
    private const int LostConnection = 255;

    // Without a terminal there is nobody to talk to: the shell reads its commands as from a file.
    private const string CommandsFromInput = "command -v bash >/dev/null && exec bash; exec sh";

    private Terminal Terminal => world.Terminal;

    /// <summary>Runs it to its end; its exit code.</summary>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var keeping = line.KeepAsync(over.Token);
        try
        {
            var opening = OpenAsync(over.Token);
            await Task.WhenAny(opening, keeping).ConfigureAwait(false);
            if (keeping.IsFaulted) await keeping.ConfigureAwait(false);
            var (channel, answer) = await opening.ConfigureAwait(false);
            if (Terminal.InputIsTerminal) Terminal.Say($"In {answer.Folder} of run {line.Run.Id}; exit leaves it, the run goes on.", Ink.Faint);
            return await JoinAsync(channel, over.Token).ConfigureAwait(false);
        }
        catch (ChannelBrokenException lost)
        {
            Terminal.Say($"\nThe shell is gone: {lost.Message}.", Ink.Bad);
            return LostConnection;
        }
        finally
        {
            await over.CancelAsync().ConfigureAwait(false);
            await ((Task)keeping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private Task<(AgentChannel Channel, ChannelAnswer Answer)> OpenAsync(CancellationToken cancellationToken)
    {
        var request = new ChannelRequest { Kind = "shell", Command = CommandsFromInput };
        if (Terminal.InputIsTerminal)
        {
            var (columns, rows) = Terminal.Seat.Size;
            request = new ChannelRequest { Kind = "shell", Terminal = world.Variable("TERM") ?? "dumb", Columns = columns, Rows = rows };
        }

        return line.OpenAsync(request, cancellationToken);
    }

    private async Task<int> JoinAsync(AgentChannel channel, CancellationToken cancellationToken)
    {
        using var raw = Terminal.InputIsTerminal ? Terminal.Seat.Raw() : null;
        using var resizing = Terminal.InputIsTerminal ? Terminal.Seat.OnResize(() => Resize(channel, cancellationToken)) : null;
        // What was typed ends with the shell: whoever reads the keys is left behind in his read.
        _ = channel.SendAllAsync(Terminal.Seat.ReadAsync, cancellationToken).ContinueWith(static keys => keys.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        await channel.ReadAllAsync((bytes, _) =>
        {
            Terminal.RawOutput(bytes);
            return ValueTask.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        return await channel.ExitCode.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    private void Resize(AgentChannel channel, CancellationToken cancellationToken)
    {
        var (columns, rows) = Terminal.Seat.Size;
        _ = channel.ResizeAsync(columns, rows, cancellationToken).ContinueWith(static sent => sent.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
    }
}
