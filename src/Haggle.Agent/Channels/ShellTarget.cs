using System.Globalization;
using Haggle.Agent.Files;
using Haggle.Agent.Orders;
using Haggle.Agent.Programs;
using Haggle.Wire.Channels;

namespace Haggle.Agent.Channels;

/// <summary>Leads a channel to a shell or a command beside the program: in its folder, in its view of the file system, on a terminal when the caller has one.</summary>
internal sealed class ShellTarget(MachineFolder folder, OrderBook book, IProgramPlace place)
{
    private int count;

    /// <summary>Runs it to its end, or until the caller is gone.</summary>
    /// <exception cref="TaskFault">It cannot be started.</exception>
    public async Task ServeAsync(AgentChannel channel, ChannelRequest request, CancellationToken cancellationToken)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"shell-{Interlocked.Increment(ref count)}");
        Directory.CreateDirectory(folder.Work);
        try
        {
            if (request.Terminal is { } kind) await OnTerminalAsync(channel, request, name, kind, cancellationToken);
            else await WithoutAsync(channel, request, name, cancellationToken);
        }
        finally
        {
            File.Delete(folder.Script(name));
        }
    }

    private async Task OnTerminalAsync(AgentChannel channel, ChannelRequest request, string name, string kind, CancellationToken cancellationToken)
    {
        using var terminal = new Pty();
        terminal.Resize(request.Columns, request.Rows);
        var environment = ProgramEnvironment.WithoutSecrets(book.Order, folder);
        environment["TERM"] = kind;
        using var program = place.StartOnTerminal(name, request.Command, terminal.Path, environment);
        channel.Resized = terminal.Resize;
        await channel.AcceptAsync(Answer(), cancellationToken);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        // Reading a terminal blocks: a thread of its own, so that no answer of the agent waits for it.
        var output = Task.Factory.StartNew(() => ShowAsync(channel, terminal, over.Token), over.Token, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
        var input = channel.ReadAllAsync((bytes, token) => new ValueTask(Task.Run(() => terminal.Write(bytes.Span), token)), over.Token);
        await EndAsync(channel, program, input, output, over, cancellationToken);
    }

    private async Task WithoutAsync(AgentChannel channel, ChannelRequest request, string name, CancellationToken cancellationToken)
    {
        if (request.Command is not { } command) throw new TaskFault("a shell without a terminal needs a command");
        using var program = await place.StartForCallerAsync(name, command, ProgramEnvironment.Of(book.Order, folder), cancellationToken);
        await channel.AcceptAsync(Answer(), cancellationToken);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var output = SendAsync(channel, program.Output, over.Token);
        await EndAsync(channel, program, program.TakeInputAsync(channel, over.Token), output, over, cancellationToken);
    }

    private ChannelAnswer Answer() => new() { Folder = folder.Work };

    /// <summary>Waits for the program's last word, and kills what is left of its session; earlier when the caller is gone.</summary>
    private static async Task EndAsync(AgentChannel channel, IRunningProgram program, Task input, Task output, CancellationTokenSource over, CancellationToken cancellationToken)
    {
        try
        {
            var exit = program.ExitAsync(over.Token);
            // A caller who is gone is seen where his input is read, or where the output is sent.
            _ = channel.Gone.ContinueWith(_ => over.CancelAsync(), over.Token, TaskContinuationOptions.None, TaskScheduler.Default);
            foreach (var direction in (Task[])[input, output]) _ = direction.ContinueWith(_ => over.CancelAsync(), CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            var code = await exit;
            await output.WaitAsync(over.Token);
            await channel.ExitAsync(code, cancellationToken);
            await channel.EndAsync(cancellationToken);
        }
        finally
        {
            program.Signal(Native.SigKill);
            await over.CancelAsync();
            await Task.WhenAll(input, output).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task ShowAsync(AgentChannel channel, Pty terminal, CancellationToken cancellationToken)
    {
        var buffer = new byte[16 * 1024];
        for (int read; (read = terminal.Read(buffer)) > 0;) await channel.SendAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
    }

    private static async Task SendAsync(AgentChannel channel, Stream output, CancellationToken cancellationToken)
    {
        var buffer = new byte[32 * 1024];
        for (int read; (read = await output.ReadAsync(buffer, cancellationToken)) > 0;) await channel.SendAsync(buffer.AsMemory(0, read), cancellationToken);
    }
}
