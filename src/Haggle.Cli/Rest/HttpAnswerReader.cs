using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Haggle.Cli.Rest;

/// <summary>Reads the head of an HTTP/1.1 answer and hands out its body.</summary>
internal static class HttpAnswerReader
{
    /// <summary>Our server's heads are a few hundred bytes.</summary>
    private const int LongestHead = 32 * 1024;

    public static async Task<RestAnswer> ReadAsync(NetworkStream stream, bool headOnly, CancellationToken cancellationToken)
    {
        var buffer = new byte[LongestHead];
        var length = 0;
        int end;
        while ((end = buffer.AsSpan(0, length).IndexOf("\r\n\r\n"u8)) < 0)
        {
            if (length == buffer.Length) throw new IOException("the server's answer is not HTTP");
            var read = await stream.ReadAsync(buffer.AsMemory(length), cancellationToken).ConfigureAwait(false);
            if (read == 0) throw new IOException("the server closed the connection before it answered");
            length += read;
        }

        var lines = Encoding.Latin1.GetString(buffer, 0, end).Split("\r\n");
        if (!lines[0].StartsWith("HTTP/1.1 ", StringComparison.Ordinal) || lines[0].Length < 12 ||
            !int.TryParse(lines[0].AsSpan(9, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var status))
            throw new IOException("the server's answer is not HTTP");
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in lines.AsSpan(1))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0) headers[line[..colon].Trim()] = line[(colon + 1)..].Trim();
        }

        if (status == RestAnswer.Upgraded) return new RestAnswer(status, headers, new UpgradedStream(stream, buffer.AsMemory(end + 4, length - end - 4)), stream);
        var rest = new HttpBodyStream(stream, buffer.AsMemory(end + 4, length - end - 4), Framing(status, headers, headOnly));
        return new RestAnswer(status, headers, rest, stream);
    }

    /// <summary>How long the body is: a length, -1 for chunks, long.MaxValue for "until the connection closes".</summary>
    private static long Framing(int status, Dictionary<string, string> headers, bool headOnly)
    {
        if (headOnly || status is 204 or 304) return 0;
        if (headers.GetValueOrDefault("Transfer-Encoding")?.Contains("chunked", StringComparison.OrdinalIgnoreCase) == true) return HttpBodyStream.Chunked;
        return long.TryParse(headers.GetValueOrDefault("Content-Length"), NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            ? length
            : HttpBodyStream.UntilClosed;
    }
}
