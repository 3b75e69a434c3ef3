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
        if (call.Upgrade is { } protocol)
        {
            request.Version = System.Net.HttpVersion.Version11;
            request.Headers.Connection.Add("Upgrade");
            request.Headers.Upgrade.ParseAdd(protocol);
        }

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
            return new RestAnswer((int)response.StatusCode, headers, content, response);
        }
        catch (HttpRequestException problem)
        {
            throw new IOException(problem.InnerException?.Message ?? problem.Message, problem);
        }
    }

    public void Dispose() => _http.Dispose();
}
