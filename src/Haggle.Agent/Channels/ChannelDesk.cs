using System.ComponentModel;
using System.Net.Sockets;
using Haggle.Agent.Programs;
using Haggle.Wire.Agent;
using Haggle.Wire.Channels;

namespace Haggle.Agent.Channels;

/// <summary>Serves a connection that has become one of channels: each leads to a port, a socket, a shell or an ssh server of this machine.</summary>
internal sealed class ChannelDesk(ForwardTarget forward, ShellTarget shell, SshdTarget sshd, AgentLog log)
{
    // Fewer than the agent holds conversations: whoever opens many must not shut the server out, whose calls keep the machine alive.
    private const int MostLines = 40;

    private int lines;

    /// <summary>Serves it until the caller hangs up.</summary>
    /// <param name="line">The connection.</param>
    /// <param name="reply">Tells the caller "" before the first channel, or why there will be none.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task ServeAsync(AgentLine line, Func<string, Task> reply, CancellationToken cancellationToken)
    {
        using var all = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            if (Interlocked.Increment(ref lines) > MostLines)
            {
                await reply($"there are {MostLines} connections of channels to this machine already");
                return;
            }

            await reply("");
            var channels = new ChannelLine(line.Raw(), (channel, request, token) => AnswerAsync(channel, request, token));
            await channels.RunAsync(all.Token);
        }
        finally
        {
            // What was started for the caller ends with him.
            await all.CancelAsync();
            Interlocked.Decrement(ref lines);
        }
    }

    private async Task AnswerAsync(AgentChannel channel, ChannelRequest request, CancellationToken cancellationToken)
    {
        try
        {
            await (request.Kind switch
            {
                "tcp" or "unix" => forward.ServeAsync(channel, request, cancellationToken),
                "shell" => shell.ServeAsync(channel, request, cancellationToken),
                "sshd" => sshd.ServeAsync(channel, request, cancellationToken),
                _ => channel.BreakAsync($"the agent of this machine is older than the caller and does not know '{request.Kind}'", cancellationToken),
            });
        }
        catch (Exception fault) when (fault is TaskFault or UnauthorizedAccessException or Win32Exception or SocketException)
        {
            await channel.BreakAsync(fault.Message, cancellationToken);
        }
        catch (Exception bug) when (bug is not (IOException or OperationCanceledException))
        {
            // The outermost frame of one channel: the others and the training go on.
            log.Write($"fault: {bug}");
            await channel.BreakAsync("the agent made a mistake: " + bug.GetType().Name, cancellationToken);
        }
    }
}
