using System.Net;

namespace Haggle.Catalog.Live.Web;

/// <summary>
/// How one source is asked: politely (so many at once, a gap between requests, waits as the server asks), with patience for what passes, and within limits.
/// Thread-safe. Addresses appear in faults without their query; headers never do.
/// </summary>
internal sealed class PriceWeb(HttpClient http, WebLimits limits, TimeProvider time, SourceProgress progress, TimeSpan gap) : IDisposable
{
    private readonly Lock _lock = new();
    private DateTimeOffset _next;

    public WebLimits Limits => limits;

    /// <summary>A client for sources: no cookies, no automatic unpacking (ranges count packed bytes), few connections.</summary>
    /// <param name="limits">The patience.</param>
    /// <param name="carriesCredential">Whether requests have keys with them: then nobody sends them on to another address.</param>
    public static HttpClient NewClient(WebLimits limits, bool carriesCredential)
    {
        var handler = new SocketsHttpHandler
        {
            ConnectTimeout = limits.Connect,
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,
            MaxConnectionsPerServer = 8,
            AllowAutoRedirect = !carriesCredential,
            MaxAutomaticRedirections = 5,
        };
        var client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", "haggle (price catalogue)");
        return client;
    }

    /// <summary>Asks; null when what is known still holds.</summary>
    /// <exception cref="WebFault">No good answer came.</exception>
    public async Task<WebBody?> OpenAsync(WebQuestion question, long bytesMax, CancellationToken cancellationToken)
    {
        var answer = await SendAsync(question, null, cancellationToken).ConfigureAwait(false);
        if (answer.StatusCode == HttpStatusCode.NotModified)
        {
            answer.Dispose();
            return null;
        }

        var isPacked = answer.Content.Headers.ContentEncoding.Contains("gzip");
        return new WebBody(new ResumingStream(this, question, answer), isPacked, bytesMax, TagOf(answer));
    }

    /// <summary>Asks for a page or a small file and reads all of it; null when what is known still holds. A body that is cut off is asked for again.</summary>
    /// <exception cref="WebFault">No good answer came.</exception>
    public async Task<(byte[] Bytes, PartTag Tag)?> ReadAsync(WebQuestion question, CancellationToken cancellationToken)
    {
        for (var failures = 1; ; failures++)
        {
            try
            {
                using var body = await OpenAsync(question, limits.PageBytes, cancellationToken).ConfigureAwait(false);
                return body is null ? null : (await body.ReadAllAsync(cancellationToken).ConfigureAwait(false), body.Tag);
            }
            catch (WebFault fault) when (fault.MayReadAgain && Backoff.After(failures, false, null, limits) is { } wait)
            {
                await WaitAsync(wait, "cut off; asked again", cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Sends until there is an answer to go on with: success, a part, or "not changed".</summary>
    internal async Task<HttpResponseMessage> SendAsync(WebQuestion question, Action<HttpRequestMessage>? change, CancellationToken cancellationToken)
    {
        for (var failures = 1; ; failures++)
        {
            await TakeTurnAsync(cancellationToken).ConfigureAwait(false);
            string why;
            TimeSpan? asked = null;
            var isThrottled = false;
            using (var message = question.ToMessage())
            {
                change?.Invoke(message);
                question.Sign?.Invoke(message);
                try
                {
                    using var guard = NewGuard();
                    var answer = await guard.WithinAsync(token => new ValueTask<HttpResponseMessage>(http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, token)), cancellationToken).ConfigureAwait(false);
                    if (answer.IsSuccessStatusCode || answer.StatusCode == HttpStatusCode.NotModified) return answer;
                    using (answer)
                    {
                        why = $"{question.Named} answered {(int)answer.StatusCode}";
                        if (!MayPass(answer.StatusCode)) throw new WebFault(why + Meaning(answer.StatusCode));
                        isThrottled = answer.StatusCode == HttpStatusCode.TooManyRequests;
                        asked = AskedFor(answer);
                    }
                }
                catch (Exception fault) when (IsCut(fault, cancellationToken))
                {
                    why = $"{question.Named} cannot be reached ({(fault is OperationCanceledException ? "no answer in time" : fault.GetBaseException().Message)})";
                }
            }

            if (Backoff.After(failures, isThrottled, asked, limits) is not { } wait)
                throw new WebFault(asked > limits.LongestAsked ? $"{why} and asks to come back in {asked.Value.TotalMinutes:0} minutes" : $"{why}, {failures} times");
            if (isThrottled) HoldAll(wait);
            await WaitAsync(wait, why, cancellationToken).ConfigureAwait(false);
        }
    }

    internal void Received(int bytes) => progress.AddBytes(bytes);

    internal async Task WaitAsync(TimeSpan wait, string why, CancellationToken cancellationToken)
    {
        progress.Note($"waits {wait.TotalSeconds:0} s: {why}");
        await Task.Delay(wait, time, cancellationToken).ConfigureAwait(false);
        progress.Note("");
    }

    internal StallGuard NewGuard() => new(limits.Stall, time);

    internal static bool IsCut(Exception fault, CancellationToken cancellationToken) =>
        fault is HttpRequestException or IOException || (fault is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    internal static PartTag TagOf(HttpResponseMessage answer) => new("",
        answer.Headers.TryGetValues("ETag", out var tags) ? tags.FirstOrDefault() ?? "" : "",
        answer.Content.Headers.TryGetValues("Last-Modified", out var dates) ? dates.FirstOrDefault() ?? "" : "");

    public void Dispose() => http.Dispose();

    private static bool MayPass(HttpStatusCode status) => status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests || (int)status is 500 or 502 or 503 or 504;

    private static string Meaning(HttpStatusCode status) => (int)status switch
    {
        401 or 403 => ": the credential is missing, wrong, or may not read prices",
        404 or 410 => ": the address is gone",
        >= 300 and < 400 => ": it sends us elsewhere, and the credential does not go there",
        400 or 422 => ": it does not understand the question any more",
        _ => "",
    };

    private TimeSpan? AskedFor(HttpResponseMessage answer) => answer.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - time.GetUtcNow(),
        _ => null,
    };

    // Requests leave one after the other, at least a gap apart.
    private async Task TakeTurnAsync(CancellationToken cancellationToken)
    {
        TimeSpan wait;
        lock (_lock)
        {
            var now = time.GetUtcNow();
            var turn = _next > now ? _next : now;
            _next = turn + gap;
            wait = turn - now;
        }

        if (wait > TimeSpan.Zero) await Task.Delay(wait, time, cancellationToken).ConfigureAwait(false);
    }

    // "Too many" means all of ours, not this one request.
    private void HoldAll(TimeSpan wait)
    {
        lock (_lock)
        {
            var until = time.GetUtcNow() + wait;
            if (until > _next) _next = until;
        }
    }
}
