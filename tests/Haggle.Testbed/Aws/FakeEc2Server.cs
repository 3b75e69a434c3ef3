using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;

namespace Haggle.Testbed.Aws;

/// <summary>The fake cloud behind real HTTP: signed forms come in, documented XML goes out. Some calls are throttled, some answers are lost.</summary>
internal sealed class FakeEc2Server : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, int> _lost = new();
    private int _throttled;

    private FakeEc2Server(FakeEc2 cloud)
    {
        Cloud = cloud;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    public FakeEc2 Cloud { get; }

    /// <summary>For AwsSettings.Endpoint.</summary>
    public string Endpoint => _app.Urls.First() + "/{service}/{region}";

    /// <summary>Questions and answers in order.</summary>
    public ConcurrentQueue<(string Service, string Action, string Question, string Answer)> Spoken { get; } = [];

    public static async Task<FakeEc2Server> StartAsync(TimeProvider time)
    {
        var server = new FakeEc2Server(new FakeEc2(time));
        await server._app.StartAsync();
        return server;
    }

    /// <summary>The next calls are too many.</summary>
    public void Throttle(int calls) => Interlocked.Exchange(ref _throttled, calls);

    /// <summary>The next answers to an action are lost on the way, after it was done.</summary>
    public void Lose(string action, int answers) => _lost[action] = answers;

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!.Split('/');
        var (service, region) = (path[1], path[2]);
        using var reader = new StreamReader(context.Request.Body);
        var question = await reader.ReadToEndAsync();
        var target = context.Request.Headers["X-Amz-Target"].ToString();
        var form = target.Length > 0 ? [] : QueryHelpers.ParseQuery(question).ToDictionary(each => each.Key, each => each.Value.ToString());
        var action = target.Length > 0 ? target[(target.IndexOf('.', StringComparison.Ordinal) + 1)..] : form["Action"];
        var (status, answer) = Authorized(context, service, region) is { Length: > 0 } refused ? FakeEc2Answers.Error(refused, 403) : Answer(service, region, action, form, question);
        Spoken.Enqueue((service, action, question, answer));
        if (status == 200 && _lost.TryGetValue(action, out var left) && left > 0)
        {
            _lost[action] = left - 1;
            context.Abort();
            return;
        }

        context.Response.StatusCode = status;
        context.Response.ContentType = target.Length > 0 ? "application/x-amz-json-1.1" : "text/xml;charset=UTF-8";
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(answer));
    }

    private (int Status, string Answer) Answer(string service, string region, string action, IReadOnlyDictionary<string, string> form, string question)
    {
        if (Interlocked.Decrement(ref _throttled) >= 0) return FakeEc2Answers.Error("RequestLimitExceeded", 503);
        return FakeEc2Answers.Service(Cloud, service, region, action, form, question);
    }

    // The scope of the signature must be that of the call; the signature itself is held against a published one elsewhere.
    private static string Authorized(HttpContext context, string service, string region)
    {
        var who = context.Request.Headers.Authorization.ToString();
        if (!who.StartsWith("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/", StringComparison.Ordinal)) return "AuthFailure";
        var signed = context.Request.Headers.ContainsKey("X-Amz-Target") ? "SignedHeaders=content-type;host;x-amz-date;x-amz-target" : "SignedHeaders=content-type;host;x-amz-date,";
        return who.Contains($"/{region}/{service}/aws4_request", StringComparison.Ordinal) && who.Contains(signed, StringComparison.Ordinal) ? "" : "SignatureDoesNotMatch";
    }
}
