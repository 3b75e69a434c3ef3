using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Haggle.Cli.Render;
using Haggle.Cli.Rest;

namespace Haggle.Cli.Commands;

/// <summary>
/// `haggle status` without more, as people and prompts call it: one blocking question on the socket of a server that is there. Whatever is not as
/// expected is left to the long way, which explains it.
/// </summary>
internal static class QuickStatus
{
    /// <summary>A list of 50 runs has some 50 KB.</summary>
    private const int LargestAnswer = 4 << 20;

    public static bool TryShow(World world)
    {
        if (world.ServerAddress is not null || world.Variable("HAGGLE_SERVER") is not null) return false;
        var path = world.StateFolder.SocketPath;
        if (!File.Exists(path)) return false;
        try
        {
            var answer = Ask(path);
            var bodyAt = answer.AsSpan().IndexOf("\r\n\r\n"u8) + 4;
            var head = Encoding.Latin1.GetString(answer, 0, Math.Max(0, bodyAt));
            if (!head.StartsWith("HTTP/1.1 200 ", StringComparison.Ordinal) || head.Contains("chunked", StringComparison.OrdinalIgnoreCase)) return false;
            var list = RunListReader.Read(answer.AsSpan(bodyAt));
            var page = world.Terminal.OutputPage();
            RunListView.Write(page, list, all: false);
            world.Terminal.Show(page);
            return true;
        }
        catch (Exception problem) when (problem is SocketException or JsonException or ArgumentException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>
    /// HTTP/1.0, so that the answer comes in one piece and ends with the connection. Without a time-out: a socket with one is driven by the asynchronous
    /// engine, which costs 5 ms to come up, and Ctrl-C ends the command as well.
    /// </summary>
    private static byte[] Ask(string path)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(new UnixDomainSocketEndPoint(path));
        socket.Send(Encoding.ASCII.GetBytes($"GET /v1/runs?all=false&limit={StatusCommand.DefaultLimit} HTTP/1.0\r\nHost: haggle\r\n\r\n"));
        var buffer = new byte[64 * 1024];
        var length = 0;
        int read;
        while ((read = socket.Receive(buffer, length, buffer.Length - length, SocketFlags.None)) > 0)
        {
            length += read;
            if (length == LargestAnswer) throw new JsonException("longer than a list of runs");
            if (length == buffer.Length) Array.Resize(ref buffer, Math.Min(LargestAnswer, length * 2));
        }

        return buffer[..length];
    }
}
