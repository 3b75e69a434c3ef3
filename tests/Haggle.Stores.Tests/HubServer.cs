using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Haggle.Buckets;

namespace Haggle.Stores.Tests;

/// <summary>A small hub that answers as the documented one does: the tree of a data set in pages, its files by "resolve", and no to a wrong token.</summary>
internal sealed class HubServer : IAsyncDisposable
{
    private static readonly Dictionary<string, string> Files = new() { ["config.json"] = "{\"config\":1}\n", ["weights/w.bin"] = "weights of the hub\n" };

    private readonly HttpListener listener = new();
    private readonly string token;
    private readonly string address;
    private readonly Task serving;

    public HubServer(string token)
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        address = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}";
        probe.Stop();
        this.token = token;
        listener.Prefixes.Add(address + "/");
        listener.Start();
        serving = ServeAsync();
    }

    public StoreAccess Access => new() { Endpoint = address, Token = token };

    public async ValueTask DisposeAsync()
    {
        listener.Close();
        await serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            var call = await listener.GetContextAsync();
            await AnswerAsync(call);
            call.Response.Close();
        }
    }

    private async Task AnswerAsync(HttpListenerContext call)
    {
        var path = call.Request.Url!.AbsolutePath;
        if (call.Request.Headers["Authorization"] != "Bearer " + token) call.Response.StatusCode = 401;
        else if (path.StartsWith("/api/datasets/me/set/tree/", StringComparison.Ordinal) && path.Split('/').Length == 7) await TreeAsync(call);
        else if (path.StartsWith("/datasets/me/set/resolve/", StringComparison.Ordinal) && Files.TryGetValue(string.Join('/', path.Split('/').Skip(6)), out var text)) await WriteAsync(call, text);
        else call.Response.StatusCode = 404;
    }

    // Two pages of one row each, the second reached by the Link header.
    private async Task TreeAsync(HttpListenerContext call)
    {
        if (call.Request.QueryString["cursor"] is null)
        {
            call.Response.Headers["Link"] = $"<{address}{call.Request.Url!.AbsolutePath}?recursive=true&cursor=2>; rel=\"next\"";
            await WriteAsync(call, $$"""[{"type":"directory","oid":"0","size":0,"path":"weights"},{"type":"file","oid":"1","size":{{Files["config.json"].Length}},"path":"config.json"}]""");
            return;
        }

        var weights = Files["weights/w.bin"];
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(weights)));
        await WriteAsync(call, $$$"""[{"type":"file","oid":"2","size":134,"path":"weights/w.bin","lfs":{"oid":"{{{hash}}}","size":{{{weights.Length}}},"pointerSize":134}}]""");
    }

    private static async Task WriteAsync(HttpListenerContext call, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        call.Response.ContentLength64 = bytes.Length;
        if (call.Request.HttpMethod != "HEAD") await call.Response.OutputStream.WriteAsync(bytes);
    }
}
