using System.Formats.Tar;
using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Haggle.Agent.Containers;

namespace Haggle.Agent.Tests.Containers;

/// <summary>A private registry on loopback that speaks as much of the registry API as a pull needs, and gives its one layer in two halves.</summary>
internal sealed class TinyRegistry : IDisposable
{
    public const string User = "someone";

    // More than an engine buffers, so that the pull is in the middle when the test looks.
    private const int Ballast = 3_000_000;

    private readonly HttpListener listener = new();
    private readonly Dictionary<string, (string Type, byte[] Bytes)> blobs = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource half = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string manifestDigest;

    public TinyRegistry(params string[] environment)
    {
        var layer = Layer();
        var packed = Packed(layer);
        var config = Encoding.UTF8.GetBytes($$$"""{"architecture":"amd64","os":"linux","config":{"Env":[{{{string.Join(',', environment.Select(line => $"\"{line}\""))}}}]},"rootfs":{"type":"layers","diff_ids":["{{{Digest(layer)}}}"]}}""");
        var manifest = Encoding.UTF8.GetBytes(
            $$"""{"schemaVersion":2,"mediaType":"application/vnd.docker.distribution.manifest.v2+json","config":{"mediaType":"application/vnd.docker.container.image.v1+json","size":{{config.Length}},"digest":"{{Digest(config)}}"},"layers":[{"mediaType":"application/vnd.docker.image.rootfs.diff.tar.gzip","size":{{packed.Length}},"digest":"{{Digest(packed)}}"}]}""");
        manifestDigest = Digest(manifest);
        blobs[Digest(config)] = ("application/octet-stream", config);
        blobs[Digest(packed)] = ("application/octet-stream", packed);
        blobs[manifestDigest] = ("application/vnd.docker.distribution.manifest.v2+json", manifest);
        LayerBytes = packed.Length;
        using (var free = new TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            Address = free.LocalEndpoint.ToString()!;
        }

        listener.Prefixes.Add($"http://{Address}/");
        listener.Start();
        _ = ServeAsync();
    }

    public string Address { get; }

    public string Password { get; } = "pw-" + Guid.NewGuid().ToString("n");

    public int LayerBytes { get; }

    /// <summary>Completed once half of the layer is out.</summary>
    public Task HalfIsOut => half.Task;

    /// <summary>Lets the other half out.</summary>
    public TaskCompletionSource Rest { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Dispose() => listener.Close();

    private async Task ServeAsync()
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await listener.GetContextAsync();
            }
            catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            _ = AnswerAsync(context);
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        var (request, response) = (context.Request, context.Response);
        try
        {
            var path = request.Url!.AbsolutePath;
            if (request.Headers["Authorization"] != "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{User}:{Password}")))
            {
                response.StatusCode = 401;
                response.AddHeader("WWW-Authenticate", "Basic realm=\"tiny\"");
                await WriteAsync(response, request, "application/json", "{\"errors\":[{\"code\":\"UNAUTHORIZED\",\"message\":\"authentication required\"}]}"u8.ToArray());
            }
            else if (path == "/v2/")
            {
                await WriteAsync(response, request, "application/json", "{}"u8.ToArray());
            }
            else if (path.EndsWith("/manifests/1", StringComparison.Ordinal) || path.EndsWith(manifestDigest, StringComparison.Ordinal))
            {
                response.AddHeader("Docker-Content-Digest", manifestDigest);
                await WriteAsync(response, request, blobs[manifestDigest].Type, blobs[manifestDigest].Bytes);
            }
            else if (blobs.TryGetValue(path[(path.LastIndexOf('/') + 1)..], out var blob))
            {
                await WriteAsync(response, request, blob.Type, blob.Bytes);
            }
            else
            {
                response.StatusCode = 404;
                await WriteAsync(response, request, "application/json", "{\"errors\":[{\"code\":\"MANIFEST_UNKNOWN\",\"message\":\"manifest unknown\"}]}"u8.ToArray());
            }

            response.Close();
        }
        catch (Exception gone) when (gone is HttpListenerException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The engine hung up.
        }
    }

    private async Task WriteAsync(HttpListenerResponse response, HttpListenerRequest request, string type, byte[] bytes)
    {
        response.ContentType = type;
        response.ContentLength64 = bytes.Length;
        if (request.HttpMethod == "HEAD") return;
        if (bytes.Length != LayerBytes)
        {
            await response.OutputStream.WriteAsync(bytes);
            return;
        }

        await response.OutputStream.WriteAsync(bytes.AsMemory(0, bytes.Length / 2));
        await response.OutputStream.FlushAsync();
        half.TrySetResult();
        await Rest.Task;
        await response.OutputStream.WriteAsync(bytes.AsMemory(bytes.Length / 2));
    }

    private static byte[] Layer()
    {
        using var tar = new MemoryStream();
        using (var writer = new TarWriter(tar, leaveOpen: true))
        {
            writer.WriteEntry(new PaxTarEntry(TarEntryType.Directory, "bin") { Mode = (UnixFileMode)0b111_101_101 });
            writer.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "bin/busybox") { Mode = (UnixFileMode)0b111_101_101, DataStream = new MemoryStream(File.ReadAllBytes(EngineSearch.Find("busybox")!)) });
            foreach (var name in (string[])["sh", "cat", "env", "sleep", "ls"]) writer.WriteEntry(new PaxTarEntry(TarEntryType.SymbolicLink, "bin/" + name) { LinkName = "busybox" });
            var ballast = new byte[Ballast];
            new Random(1).NextBytes(ballast);
            writer.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "ballast") { DataStream = new MemoryStream(ballast) });
        }

        return tar.ToArray();
    }

    private static byte[] Packed(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(bytes);
        return packed.ToArray();
    }

    private static string Digest(byte[] bytes) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(bytes));
}
