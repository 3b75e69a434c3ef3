using System.Collections.Concurrent;
using System.Net;
using Haggle.Catalog.Live.Web.Grpc;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Haggle.Catalog.Tests.Live;

/// <summary>A gRPC service on the loopback (HTTP/2 without TLS) that answers as it is told, with bytes that another program encoded.</summary>
internal sealed class LocalGrpc : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Func<HttpContext, string, Task>> _answers = new();
    private readonly WebApplication _app;

    private LocalGrpc()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, endpoint => endpoint.Protocols = HttpProtocols.Http2));
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    public string Address => _app.Urls.First();

    /// <summary>"Service/Method bytes in hex [authorization]", in order.</summary>
    public ConcurrentQueue<string> Asked { get; } = [];

    public static async Task<LocalGrpc> StartAsync()
    {
        var server = new LocalGrpc();
        await server._app.StartAsync();
        return server;
    }

    /// <summary>What a method is answered with, by the question's bytes in hex.</summary>
    public LocalGrpc On(string method, Func<string, string> answer) => On(method, (context, question) => SendAsync(context, Convert.FromHexString(answer(question))));

    public LocalGrpc On(string method, Func<HttpContext, string, Task> answer)
    {
        _answers["/" + method] = answer;
        return this;
    }

    public static async Task SendAsync(HttpContext context, byte[] message, int cutAfter = int.MaxValue)
    {
        var framed = GrpcCall.Framed(message);
        await context.Response.Body.WriteAsync(framed.AsMemory(0, Math.Min(cutAfter, framed.Length)));
        context.Response.AppendTrailer("grpc-status", "0");
    }

    /// <summary>A call that fails at once has its status among the headers.</summary>
    public static Task Refuse(HttpContext context, GrpcStatus status, string message)
    {
        context.Response.Headers["grpc-status"] = ((int)status).ToString(System.Globalization.CultureInfo.InvariantCulture);
        context.Response.Headers["grpc-message"] = message;
        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var framed = body.ToArray();
        Assert.Equal("application/grpc", context.Request.ContentType);
        Assert.Equal("trailers", context.Request.Headers.TE);
        Assert.Equal(GrpcCall.Framed(framed[5..]), framed);
        var question = Convert.ToHexStringLower(framed.AsSpan(5));
        Asked.Enqueue($"{context.Request.Path.Value![1..]} {question} [{context.Request.Headers.Authorization}]");
        context.Response.ContentType = "application/grpc";
        if (_answers.TryGetValue(context.Request.Path, out var answer)) await answer(context, question);
        else await Refuse(context, GrpcStatus.Unimplemented, "unknown method");
    }
}
