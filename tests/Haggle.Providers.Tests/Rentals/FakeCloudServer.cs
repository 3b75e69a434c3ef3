using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Haggle.Providers.Tests.Rentals;

/// <summary>A fake cloud behind real HTTP. Some calls are throttled, some answers are lost on the way, everything that was said is kept.</summary>
internal sealed class FakeCloudServer : IAsyncDisposable
{
    public const string Key = "key-of-the-account";

    private readonly WebApplication _app;
    private readonly Func<Spoken, (int Status, string Answer)> _answer;
    private readonly ConcurrentDictionary<string, int> _lost = new();
    private (string Begins, Action Then)? _after;
    private int _throttled;

    private FakeCloudServer(Func<Spoken, (int Status, string Answer)> answer)
    {
        _answer = answer;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    public Uri Endpoint => new(_app.Urls.First());

    /// <summary>Questions and answers in order.</summary>
    public ConcurrentQueue<Spoken> Said { get; } = [];

    public string Unauthorized { get; set; } = """{"success":false,"error":"auth_error","msg":"Invalid user key"}""";

    public static async Task<FakeCloudServer> StartAsync(Func<Spoken, (int Status, string Answer)> answer)
    {
        var server = new FakeCloudServer(answer);
        await server._app.StartAsync();
        return server;
    }

    /// <summary>The next calls are too many.</summary>
    public void Throttle(int calls) => Interlocked.Exchange(ref _throttled, calls);

    /// <summary>The next answers to calls that begin so ("PUT /api/v0/asks") are lost on the way, after they were carried out.</summary>
    public void Lose(string begins, int answers) => _lost[begins] = answers;

    /// <summary>Nothing is throttled or lost any more.</summary>
    public void Heal()
    {
        Throttle(0);
        _lost.Clear();
    }

    /// <summary>What happens once, right after the next call that begins so.</summary>
    public void After(string begins, Action then) => _after = (begins, then);

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var asked = new Spoken(context.Request.Method, context.Request.Path.Value!, context.Request.QueryString.Value ?? "", await reader.ReadToEndAsync(), 0, "");
        var isKnown = context.Request.Headers.Authorization.ToString() == "Bearer " + Key;
        var (status, answer) = !isKnown ? (401, Unauthorized) : Interlocked.Decrement(ref _throttled) >= 0 ? (429, "API requests too frequent endpoint threshold=2.0") : _answer(asked);
        Said.Enqueue(asked with { Status = status, Answer = answer });
        if (status < 300 && _after is { } after && $"{asked.Method} {asked.Path}".StartsWith(after.Begins, StringComparison.Ordinal))
        {
            _after = null;
            after.Then();
        }

        foreach (var (begins, left) in _lost)
        {
            if (left <= 0 || status >= 300 || !$"{asked.Method} {asked.Path}".StartsWith(begins, StringComparison.Ordinal)) continue;
            _lost[begins] = left - 1;
            context.Abort();
            return;
        }

        context.Response.StatusCode = status;
        context.Response.ContentType = status == 429 ? "text/plain" : "application/json";
        if (answer.Length > 0) await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(answer));
    }
}
