using System.Collections.Concurrent;
using System.IO.Compression;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Haggle.Catalog.Tests.Live;

/// <summary>A vendor's web server on the loopback that answers as it is told.</summary>
internal sealed class LocalVendor : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Func<HttpContext, Task>> _answers = new();
    private readonly WebApplication _app;

    private LocalVendor()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    public Uri Address => new(_app.Urls.First());

    /// <summary>Paths that were asked for, with their queries, in order.</summary>
    public ConcurrentQueue<string> Asked { get; } = [];

    /// <summary>Headers of all requests, in order: "Range: bytes=5-".</summary>
    public ConcurrentQueue<string> Headers { get; } = [];

    public ConcurrentQueue<string> Bodies { get; } = [];

    public static async Task<LocalVendor> StartAsync()
    {
        var vendor = new LocalVendor();
        await vendor._app.StartAsync();
        return vendor;
    }

    /// <summary>What every path is answered with that has no answer of its own; null for "not found".</summary>
    public Func<HttpContext, Task>? Otherwise { get; set; }

    /// <summary>What a path is answered with; a query counts where it is named.</summary>
    public LocalVendor On(string path, Func<HttpContext, Task> answer)
    {
        _answers[path] = answer;
        return this;
    }

    public LocalVendor On(string path, string text, string etag = "") => On(path, context => SendAsync(context, Encoding.UTF8.GetBytes(text), etag));

    /// <summary>One answer after the other; the last one stays.</summary>
    public LocalVendor InTurn(string path, params Func<HttpContext, Task>[] answers)
    {
        var next = -1;
        return On(path, context => answers[Math.Min(Interlocked.Increment(ref next), answers.Length - 1)](context));
    }

    public static Func<HttpContext, Task> Status(int status, string retryAfter = "") => context =>
    {
        context.Response.StatusCode = status;
        if (retryAfter.Length > 0) context.Response.Headers.RetryAfter = retryAfter;
        return Task.CompletedTask;
    };

    public static Func<HttpContext, Task> Text(string text, string etag = "") => context => SendAsync(context, Encoding.UTF8.GetBytes(text), etag);

    /// <summary>Sends a whole file as web servers do: conditional, by ranges.</summary>
    public static async Task SendAsync(HttpContext context, byte[] bytes, string etag, int cutAfter = int.MaxValue, bool knowsRanges = true)
    {
        if (etag.Length > 0) context.Response.Headers.ETag = etag;
        if (etag.Length > 0 && context.Request.Headers.IfNoneMatch == etag)
        {
            context.Response.StatusCode = 304;
            return;
        }

        var from = 0;
        if (knowsRanges && context.Request.GetTypedHeaders().Range?.Ranges.First().From is { } start && (context.Request.Headers.IfRange.Count == 0 || context.Request.Headers.IfRange == etag))
        {
            from = (int)start;
            context.Response.StatusCode = 206;
            context.Response.Headers.ContentRange = $"bytes {from}-{bytes.Length - 1}/{bytes.Length}";
        }

        context.Response.ContentLength = bytes.Length - from;
        var length = Math.Min(cutAfter, bytes.Length - from);
        await context.Response.Body.WriteAsync(bytes.AsMemory(from, length));

        // With fewer bytes than were promised the web server closes the connection; an abort would throw away what is on its way.
        await context.Response.Body.FlushAsync();
    }

    public static byte[] Packed(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest)) gzip.Write(Encoding.UTF8.GetBytes(text));
        return packed.ToArray();
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var whole = context.Request.Path + context.Request.QueryString.Value;
        Asked.Enqueue(whole);
        foreach (var (name, value) in context.Request.Headers) Headers.Enqueue($"{name}: {value}");
        if (context.Request.ContentLength > 0)
        {
            using var body = new StreamReader(context.Request.Body);
            Bodies.Enqueue(await body.ReadToEndAsync());
        }

        if (_answers.TryGetValue(whole, out var answer) || _answers.TryGetValue(context.Request.Path, out answer)) await answer(context);
        else if (Otherwise is { } all) await all(context);
        else context.Response.StatusCode = 404;
    }
}
