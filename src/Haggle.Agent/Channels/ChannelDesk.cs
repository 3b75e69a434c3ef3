using System.ComponentModel;
using System.Net.Sockets;
using Haggle.Agent.Programs;
using Haggle.Wire.Agent;
using Haggle.Wire.Channels;

namespace Haggle.Agent.Channels;

/// <summary>Serves a connection that has become one of channels: each leads to a port, a socket, a shell or an ssh server of this machine.</summary>
internal sealed class ChannelDesk(ForwardTarget forward, ShellTarget shell, SshdTarget sshd, AgentLog log)
{
    /// <summary>Serves it until the caller hangs up.</summary>
    public async Task ServeAsync(AgentLine line, CancellationToken cancellationToken)
    {
        using var all = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var channels = new ChannelLine(line.Raw(), (channel, request, token) => AnswerAsync(channel, request, token));
        try
        {
            await channels.RunAsync(all.Token);
        }
        finally
        {
            // What was started for the caller ends with him.
            await all.CancelAsync();
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
