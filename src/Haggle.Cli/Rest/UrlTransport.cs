using System.Net.Http.Headers;

namespace Haggle.Cli.Rest;

/// <summary>HTTP to a server that was named with --server or HAGGLE_SERVER.</summary>
internal sealed class UrlTransport : IRestTransport
{
    private readonly HttpClient _http;

    public UrlTransport(Uri address, string? token)
    {
        // Long polls last up to a minute; what limits a call is the caller's cancellation.
        _http = new HttpClient { BaseAddress = address, Timeout = Timeout.InfiniteTimeSpan };
        if (token is not null) _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    public async Task<RestAnswer> SendAsync(RestCall call, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(new HttpMethod(call.Method), call.Target);
        if (call.Body is { } body)
        {
            request.Content = new StreamContent(body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(call.ContentType);
        }

        try
        {
            var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            var headers = response.Headers.ToDictionary(header => header.Key, header => string.Join(",", header.Value), StringComparer.OrdinalIgnoreCase);
            var content = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            var trailers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            return new RestAnswer((int)response.StatusCode, headers, new TrailedStream(content, response, trailers), trailers, response);
        }
        catch (HttpRequestException problem)
        {
            throw new IOException(problem.InnerException?.Message ?? problem.Message, problem);
        }
    }

    public void Dispose() => _http.Dispose();

    /// <summary>Copies the trailers once the body has been read.</summary>
    private sealed class TrailedStream(Stream inner, HttpResponseMessage response, Dictionary<string, string> trailers) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => inner.Length;

        public override long Position { get => inner.Position; set => throw new NotSupportedException(); }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            if (read == 0 && !buffer.IsEmpty)
                foreach (var trailer in response.TrailingHeaders) trailers[trailer.Key] = string.Join(",", trailer.Value);
            return read;
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, count);

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing) inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
