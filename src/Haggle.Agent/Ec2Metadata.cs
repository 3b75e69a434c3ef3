using System.Globalization;
using System.Net;
using System.Text.Json;
using Haggle.Agent.Files;
using Haggle.Wire.Agent;

namespace Haggle.Agent;

/// <summary>
/// Asks the metadata service of an EC2 machine whether AWS is about to take it back, and writes what it hears down as the machine's reclaim. Version 2 of the
/// service only: a session token first. Asked every five seconds, as AWS advises (EC2 user guide, "Spot Instance interruption notices"; read 2026-11).
/// </summary>
internal sealed class Ec2Metadata(Uri address, HttpClient http, MachineFolder folder, AgentLog log, TimeProvider time)
{
    /// <summary>Names the service's address; only machines of EC2 have it.</summary>
    public const string Variable = "HAGGLE_EC2_METADATA";

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(2);
    private const int TokenSeconds = 21_600;

    private string _token = "";
    private bool _isAdvised;

    /// <summary>The watch of this machine; null on one that has no such service.</summary>
    public static Ec2Metadata? Here(MachineFolder folder, AgentLog log, TimeProvider time) =>
        Uri.TryCreate(Environment.GetEnvironmentVariable(Variable), UriKind.Absolute, out var address)
            ? new Ec2Metadata(address, new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }), folder, log, time) : null;

    /// <summary>Asks until the machine is to be taken.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        do
        {
            if (await LookAsync(cancellationToken)) return;
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    /// <summary>One look. A service that does not answer has nothing to say: the next look asks again.</summary>
    /// <returns>Whether the notice has come.</returns>
    public async Task<bool> LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (await AskAsync("latest/meta-data/spot/instance-action", cancellationToken) is { } action && TimeOf(action, "time") is { } at)
            {
                var schedule = new ReclaimSchedule { At = at, NoticeAt = time.GetUtcNow() };
                MachineFolder.WriteWhole(folder.Reclaim, JsonSerializer.SerializeToUtf8Bytes(schedule, AgentJson.Default.ReclaimSchedule));
                return true;
            }

            if (!_isAdvised && await AskAsync("latest/meta-data/events/recommendations/rebalance", cancellationToken) is { } advice && TimeOf(advice, "noticeTime") is { } since)
            {
                _isAdvised = true;
                log.Write($"AWS says since {since:O} that this machine is likelier than usual to be taken back");
            }
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or JsonException || (fault is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            _token = "";
        }

        return false;
    }

    private async Task<byte[]?> AskAsync(string path, CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            if (_token.Length == 0) _token = await TokenAsync(cancellationToken);
            var (status, body) = await SendAsync(HttpMethod.Get, path, "X-aws-ec2-metadata-token", _token, cancellationToken);
            if (status == HttpStatusCode.OK) return body;
            if (status != HttpStatusCode.Unauthorized || attempt > 0) return null;
            _token = "";
        }
    }

    private async Task<string> TokenAsync(CancellationToken cancellationToken)
    {
        var (status, body) = await SendAsync(HttpMethod.Put, "latest/api/token", "X-aws-ec2-metadata-token-ttl-seconds", TokenSeconds.ToString(CultureInfo.InvariantCulture), cancellationToken);
        return status == HttpStatusCode.OK ? System.Text.Encoding.ASCII.GetString(body) : throw new HttpRequestException("the metadata service gives no token");
    }

    private async Task<(HttpStatusCode Status, byte[] Body)> SendAsync(HttpMethod method, string path, string header, string value, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(AnswerWithin, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        using var message = new HttpRequestMessage(method, new Uri(address, path));
        message.Headers.TryAddWithoutValidation(header, value);
        using var answer = await http.SendAsync(message, both.Token);
        return (answer.StatusCode, await answer.Content.ReadAsByteArrayAsync(both.Token));
    }

    private static DateTimeOffset? TimeOf(byte[] json, string field)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String
            && DateTimeOffset.TryParse(value.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;
    }
}
