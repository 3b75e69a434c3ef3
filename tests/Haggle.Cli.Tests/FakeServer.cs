using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Haggle.Wire.Rest;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Haggle.Cli.Tests;

/// <summary>A server that answers as it is told, behind the real web server on a real unix socket.</summary>
internal sealed class FakeServer : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Func<HttpContext, Task>> _routes = new();
    private readonly WebApplication _app;
    private (string Prefix, Func<HttpContext, Task> Answer)? _prefix;

    private FakeServer(string socket)
    {
        SocketPath = socket;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenUnixSocket(socket));
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    public string SocketPath { get; }

    /// <summary>"GET /v1/about", in the order in which they came.</summary>
    public ConcurrentQueue<string> Asked { get; } = [];

    public static async Task<FakeServer> StartAsync(string socket)
    {
        var server = new FakeServer(socket);
        await server._app.StartAsync();
        return server;
    }

    public FakeServer On(string request, Func<HttpContext, Task> answer)
    {
        _routes[request] = answer;
        return this;
    }

    public FakeServer On<T>(string request, T message, JsonTypeInfo<T> type, int status = 200) => On(request, context => WriteAsync(context, message, type, status));

    public FakeServer On<T>(string request, Func<HttpContext, T> message, JsonTypeInfo<T> type) => On(request, context => WriteAsync(context, message(context), type, 200));

    public FakeServer Refuses(string request, int status, string code, string message, string whatToDo = "") =>
        On(request, new ErrorMessage { Error = new ErrorDetail { Code = code, Message = message, WhatToDo = whatToDo } }, RestJson.Default.ErrorMessage, status);

    /// <summary>Answers everything that begins so and has no answer of its own.</summary>
    public FakeServer OnPrefix(string prefix, Func<HttpContext, Task> answer)
    {
        _prefix = (prefix, answer);
        return this;
    }

    public static async Task WriteAsync<T>(HttpContext context, T message, JsonTypeInfo<T> type, int status)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await JsonSerializer.SerializeAsync(context.Response.Body, message, type);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
    }

    private Task AnswerAsync(HttpContext context)
    {
        var request = $"{context.Request.Method} {context.Request.Path}";
        Asked.Enqueue(request);
        if (_routes.TryGetValue(request, out var answer)) return answer(context);
        if (_prefix is { } prefix && request.StartsWith(prefix.Prefix, StringComparison.Ordinal)) return prefix.Answer(context);
        var error = new ErrorMessage { Error = new ErrorDetail { Code = ErrorCode.NotFound, Message = $"there is no {context.Request.Path}" } };
        return WriteAsync(context, error, RestJson.Default.ErrorMessage, 404);
    }
}
