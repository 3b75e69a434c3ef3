using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Haggle.Bench.Catalogue;

/// <summary>Answers on the loopback as AWS's bulk price list does, with one region of any length that is made while it is sent.</summary>
internal sealed class AwsListServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly long _length;

    private AwsListServer(long length)
    {
        _length = length;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.Limits.MinResponseDataRate = null;
        });
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    public string Address => _app.Urls.First();

    public string List => Address + "/list/us-east-1/index.csv";

    /// <summary>Bytes of the last list that was sent.</summary>
    public long Sent { get; private set; }

    public static async Task<AwsListServer> StartAsync(long length)
    {
        var server = new AwsListServer(length);
        await server._app.StartAsync();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        switch (context.Request.Path.Value)
        {
            case "/offers/v1.0/aws/index.json":
                await context.Response.WriteAsync("{\"offers\":{\"AmazonEC2\":{\"currentRegionIndexUrl\":\"/regions.json\"}}}");
                break;
            case "/regions.json":
                await context.Response.WriteAsync("{\"regions\":{\"us-east-1\":{\"regionCode\":\"us-east-1\",\"currentVersionUrl\":\"/list/us-east-1/index.json\"}}}");
                break;
            default:
                await SendAsync(context.Response.Body, context.RequestAborted);
                break;
        }
    }

    private async Task SendAsync(Stream to, CancellationToken cancellationToken)
    {
        var head = AwsListText.Head();
        await to.WriteAsync(head, cancellationToken);
        Sent = head.Length;
        for (var number = 0; Sent < _length; number++)
        {
            var (wanted, others) = AwsListText.Block(number);
            await to.WriteAsync(wanted, cancellationToken);
            await to.WriteAsync(others, cancellationToken);
            Sent += wanted.Length + others.Length;
        }
    }
}
