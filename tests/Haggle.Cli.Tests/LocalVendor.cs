using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Haggle.Cli.Tests;

/// <summary>A vendor's price files on the loopback; what is not there is answered with 404.</summary>
internal sealed class LocalVendor : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, string> _files = new();
    private readonly WebApplication _app;

    private LocalVendor()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.Run(context =>
        {
            if (_files.TryGetValue(context.Request.Path, out var text)) return context.Response.WriteAsync(text);
            context.Response.StatusCode = 404;
            return Task.CompletedTask;
        });
    }

    public string Address => _app.Urls.First();

    public static async Task<LocalVendor> StartAsync()
    {
        var vendor = new LocalVendor();
        await vendor._app.StartAsync();
        return vendor;
    }

    public void Put(string path, string text) => _files[path] = text;

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
    }
}
