using System.Net.Sockets;
using Haggle.Wire.Agent;

namespace Haggle.Agent.Protocol;

/// <summary>Listens on the machine's socket and holds one conversation for each connection.</summary>
internal sealed class Listener : IDisposable
{
    // A server needs two or three; a caller that loses connections must not eat the machine's file handles.
    private const int MaxConversations = 64;

    private readonly Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly SemaphoreSlim places = new(MaxConversations);
    private readonly AgentConfiguration configuration;
    private readonly RequestDesk desk;
    private readonly AgentLog log;

    /// <summary>Begins to listen. From here on a caller is answered.</summary>
    public Listener(string path, AgentConfiguration configuration, RequestDesk desk, AgentLog log)
    {
        (this.configuration, this.desk, this.log) = (configuration, desk, log);
        File.Delete(path);
        var mask = Native.PrivateFiles();
        try
        {
            socket.Bind(new UnixDomainSocketEndPoint(path));
        }
        finally
        {
            Native.RestoreMask(mask);
        }

        socket.Listen(MaxConversations);
    }

    /// <summary>Answers until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await places.WaitAsync(cancellationToken);
            var connection = await socket.AcceptAsync(cancellationToken);
            _ = ConverseAsync(new AgentLine(new NetworkStream(connection, ownsSocket: true)), cancellationToken);
        }
    }

    public void Dispose()
    {
        socket.Dispose();
        places.Dispose();
    }

    private async Task ConverseAsync(AgentLine line, CancellationToken cancellationToken)
    {
        try
        {
            await using (line)
            {
                while (await line.ReadAsync(AgentJson.Default.AgentRequest, cancellationToken) is { } request)
                {
                    if (!await desk.AnswerAsync(line, request, cancellationToken)) return;
                }
            }
        }
        catch (InvalidDataException fault)
        {
            log.Write($"a caller was not understood: {fault.Message}");
        }
        catch (Exception fault) when (fault is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The caller is gone, or the machine ends: there is nobody to tell.
        }
        finally
        {
            places.Release();
        }
    }
}
