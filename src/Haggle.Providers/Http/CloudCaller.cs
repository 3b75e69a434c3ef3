using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Haggle.Core.Market;
using Haggle.Engine.Ports;

namespace Haggle.Providers.Http;

/// <summary>
/// Calls a cloud whose interface is JSON over HTTP with a bearer's key. What was throttled is sent again; what was lost on the way only where that can do no harm.
/// Thread-safe.
/// </summary>
/// <param name="provider">Whose faults they are.</param>
/// <param name="root">Where the cloud is.</param>
/// <param name="key">The key, asked anew for each call.</param>
/// <param name="readError">Takes code and message out of an error's body.</param>
/// <param name="pace">The cloud's limits.</param>
/// <param name="time">The clock.</param>
internal sealed class CloudCaller(ProviderName provider, Uri root, Func<CancellationToken, Task<string>> key, Func<JsonElement, (string Code, string Message)> readError, CallPace pace, TimeProvider time) : IDisposable
{
    private const int Tries = 6;
    private const int BodyMax = 64 << 20;

    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(60);

    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = TimeSpan.FromSeconds(10), PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { Timeout = Timeout.InfiniteTimeSpan };

    public TimeProvider Time => time;

    /// <summary>Calls once, and again while that makes sense.</summary>
    /// <returns>The answer, which the caller disposes.</returns>
    /// <exception cref="CloudError">The cloud refused it.</exception>
    /// <exception cref="ProviderException">There was no answer; what was asked may or may not have happened.</exception>
    public async Task<JsonDocument> AskAsync(CloudQuestion question, CancellationToken cancellationToken)
    {
        for (var failures = 1; ; failures++)
        {
            await pace.WaitAsync(question.Kind, cancellationToken).ConfigureAwait(false);
            Exception fault;
            var wait = FirstWait * Math.Pow(2, failures - 1);
            try
            {
                var (status, after, body) = await SendAsync(question, cancellationToken).ConfigureAwait(false);
                if ((int)status is >= 200 and < 300) return Parse(body);
                var error = Error((int)status, body);

                // Throttled calls were not carried out, whatever they are; a broken gateway's may have been.
                if (status != HttpStatusCode.TooManyRequests && (int)status < 500) throw error;
                if ((int)status >= 500 && !question.MayRepeat) throw new ProviderException(provider, $"nobody knows whether it was done: {error.Message}", isTransient: true, error);
                fault = error;
                if (after is { } asked && asked > wait) wait = asked;
            }
            catch (Exception cut) when (cut is HttpRequestException or IOException or TimeoutException)
            {
                if (!question.MayRepeat) throw new ProviderException(provider, $"nobody knows whether it was done: {cut.GetBaseException().Message}", isTransient: true, cut);
                fault = cut;
            }

            if (failures >= Tries) throw new ProviderException(provider, $"{root.Host} does not answer: {fault.GetBaseException().Message}", isTransient: true, fault);
            await Task.Delay(wait < LongestWait ? wait : LongestWait, time, cancellationToken).ConfigureAwait(false);
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<(HttpStatusCode Status, TimeSpan? After, byte[] Body)> SendAsync(CloudQuestion question, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(new HttpMethod(question.Method), new Uri(root, question.Path));
        if (question.Json.Length > 0) message.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(question.Json)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        message.Headers.TryAddWithoutValidation("Accept", "application/json");
        message.Headers.TryAddWithoutValidation("User-Agent", "haggle");
        if (await key(cancellationToken).ConfigureAwait(false) is { Length: > 0 } secret) message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", secret);
        using var late = new CancellationTokenSource(AnswerWithin, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            using var answer = await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, both.Token).ConfigureAwait(false);

            // An answer longer than any that is documented is a fault, also when it does not say how long it is.
            await answer.Content.LoadIntoBufferAsync(BodyMax, both.Token).ConfigureAwait(false);
            return (answer.StatusCode, answer.Headers.RetryAfter?.Delta, await answer.Content.ReadAsByteArrayAsync(both.Token).ConfigureAwait(false));
        }
        catch (OperationCanceledException fault) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"no answer within {AnswerWithin.TotalSeconds:0} s", fault);
        }
    }

    private JsonDocument Parse(byte[] body)
    {
        try
        {
            return JsonDocument.Parse(body.Length == 0 ? "{}"u8.ToArray() : body);
        }
        catch (JsonException fault)
        {
            throw new ProviderException(provider, $"{root.Host} answered with something that is no JSON", isTransient: true, fault);
        }
    }

    private CloudError Error(int status, byte[] body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            var (code, message) = readError(json.RootElement);
            return new CloudError(status, code, message.Length > 0 ? message : $"HTTP {status}") { Body = body };
        }
        catch (JsonException)
        {
            // Limits are answered with plain text, gateways with pages.
            var text = Encoding.UTF8.GetString(body.AsSpan(0, Math.Min(body.Length, 200))).Trim();
            return new CloudError(status, "", text.Length > 0 && text[0] != '<' ? $"HTTP {status}: {text}" : $"HTTP {status}");
        }
    }
}
