using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Amazon.Runtime;
using Haggle.Catalog.Live.Sources;
using Haggle.Core.Market;
using Haggle.Engine.Ports;

namespace Haggle.Providers.Aws;

/// <summary>
/// Sends signed calls and takes their answers. Repeats what was throttled or lost on the way and can do no harm twice; everything else is the caller's to
/// decide. Thread-safe.
/// </summary>
internal sealed class AwsCaller(HttpClient http, string endpoint, Func<CancellationToken, Task<ImmutableCredentials>> credentials, TimeProvider time)
{
    public static readonly ProviderName Provider = new("aws");

    /// <summary>EC2's buckets of calls fill again within seconds; who is throttled longer has another problem.</summary>
    private const int Tries = 6;

    private const int BodyMax = 64 << 20;

    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(60);

    /// <summary>A client of its own: no redirects (the signature is for one host), no cookies.</summary>
    public static HttpClient NewClient() => new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = TimeSpan.FromSeconds(10), PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>Calls once and again while that makes sense.</summary>
    /// <param name="service">The service ("ec2").</param>
    /// <param name="region">The region.</param>
    /// <param name="body">The form or JSON.</param>
    /// <param name="target">The operation of a JSON service; "" for a form.</param>
    /// <param name="readError">Takes code and message out of an error's body.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="AwsError">AWS refused it.</exception>
    /// <exception cref="ProviderException">There was no answer; what was asked may or may not have happened.</exception>
    public async Task<byte[]> CallAsync(string service, string region, byte[] body, string target, Func<byte[], (string Code, string Message)> readError, CancellationToken cancellationToken)
    {
        var address = new Uri(endpoint.Replace("{service}", service, StringComparison.Ordinal).Replace("{region}", region, StringComparison.Ordinal));
        for (var failures = 1; ; failures++)
        {
            Exception fault;
            try
            {
                var (status, answer) = await SendAsync(service, region, address, body, target, cancellationToken).ConfigureAwait(false);
                if (status == HttpStatusCode.OK) return answer;
                var (code, message) = readError(answer);
                var error = new AwsError(code.Length > 0 ? code : ((int)status).ToString(CultureInfo.InvariantCulture), message, (int)status);
                if (!IsPassing(error)) throw error;
                fault = error;
            }
            catch (Exception cut) when (cut is HttpRequestException or IOException or TimeoutException)
            {
                fault = cut;
            }

            if (failures >= Tries) throw new ProviderException(Provider, $"{service} in {region} does not answer: {(fault as AwsError)?.Message ?? fault.GetBaseException().Message}", isTransient: true, fault);
            await Task.Delay(FirstWait * Math.Pow(2, failures - 1), time, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<(HttpStatusCode Status, byte[] Answer)> SendAsync(string service, string region, Uri address, byte[] body, string target, CancellationToken cancellationToken)
    {
        var who = await WhoAsync(cancellationToken).ConfigureAwait(false);
        using var message = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(body) };
        message.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(target.Length > 0 ? "application/x-amz-json-1.1" : "application/x-www-form-urlencoded; charset=utf-8");
        if (target.Length > 0) message.Headers.TryAddWithoutValidation("X-Amz-Target", target);
        AwsSignature.Sign(message, body, who, region, service, time.GetUtcNow());
        using var late = new CancellationTokenSource(AnswerWithin, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            using var answer = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, both.Token).ConfigureAwait(false);
            if (answer.Content.Headers.ContentLength > BodyMax) throw new HttpRequestException("the answer is longer than any that is documented");
            return (answer.StatusCode, await answer.Content.ReadAsByteArrayAsync(both.Token).ConfigureAwait(false));
        }
        catch (OperationCanceledException fault) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"no answer within {AnswerWithin.TotalSeconds:0} s", fault);
        }
    }

    private async Task<ImmutableCredentials> WhoAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await credentials(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is AmazonClientException or IOException)
        {
            throw new ProviderException(Provider, $"there is no AWS credential that can be used: {fault.Message}; run 'aws configure' or 'aws sso login', then 'haggle doctor aws'", isTransient: false, fault);
        }
    }

    // Throttled, or broken over there. A call that makes something carries a client token, so that it may be repeated too.
    private static bool IsPassing(AwsError error) => error.Code is "RequestLimitExceeded" or "Throttling" or "ThrottlingException" or "TooManyRequestsException" or "InternalError" or "InternalFailure" or "ServiceUnavailable" or "Unavailable" or "InternalServerError"
        || (error.Status is 429 or 500 or 502 or 503 or 504 && char.IsAsciiDigit(error.Code[0]));
}
