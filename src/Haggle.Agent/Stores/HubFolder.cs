using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;
using Haggle.Buckets;
using Haggle.Wire.Agent;

namespace Haggle.Agent.Stores;

/// <summary>
/// A repository of the Hugging Face hub, read by its documented HTTP API (https://huggingface.co/docs/hub/api): the list of files, and each file with its
/// size and, where the hub keeps one, its SHA-256 compared.
/// </summary>
internal sealed class HubFolder : IDisposable
{
    private const int MostPages = 10_000;
    private const int AtOnce = 4;
    private const int BufferBytes = 128 * 1024;

    // A server that sends nothing for so long is one that does not answer.
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(60);

    private readonly HttpClient client = new(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(15), AutomaticDecompression = DecompressionMethods.None }) { Timeout = Timeout.InfiniteTimeSpan };
    private readonly RemoteMessage place;
    private readonly string endpoint;
    private readonly string repository;
    private readonly string revision;
    private long bytesDone;
    private long bytesTotal;

    public HubFolder(RemoteMessage place)
    {
        this.place = place;
        endpoint = place.Settings.GetValueOrDefault("endpoint", "https://huggingface.co").TrimEnd('/');
        repository = place.Settings.GetValueOrDefault("repository", "");
        revision = Uri.EscapeDataString(place.Settings.GetValueOrDefault("revision", "main"));

        // The hub sends large files from elsewhere; the framework leaves this header out there.
        if (place.Settings.GetValueOrDefault("token") is { Length: > 0 } token) client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    /// <summary>Copies it.</summary>
    /// <param name="target">The file or folder that it becomes.</param>
    /// <param name="onProgress">Told how far it has come.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="BucketException">Not everything is here.</exception>
    public async Task FetchAsync(string target, Action<Transfer> onProgress, CancellationToken cancellationToken)
    {
        try
        {
            var files = await ListAsync(cancellationToken);
            bytesTotal = files.Sum(file => file.Bytes);
            await Parallel.ForEachAsync(files, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, async (file, token) =>
            {
                var below = place.Path.Length == 0 ? file.Path : file.Path == place.Path ? "" : file.Path[(place.Path.Length + 1)..];
                if (below.Split('/').Contains("..")) throw Fault(StoreTrouble.Other, $"names the file {file.Path}");
                await FetchFileAsync(file, below.Length == 0 ? target : Path.Combine(target, below), onProgress, token);
            });
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Fault(StoreTrouble.Unreachable, "sends nothing any more");
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw Fault(StoreTrouble.Other, $"answers something that is no list of files ({fault.Message})");
        }
        catch (HttpRequestException fault)
        {
            throw Fault(StoreTrouble.Unreachable, $"does not answer ({fault.Message})");
        }
        catch (IOException fault)
        {
            throw Fault(StoreTrouble.Unreachable, $"broke off ({fault.Message})");
        }
    }

    public void Dispose() => client.Dispose();

    private async Task<List<HubFile>> ListAsync(CancellationToken cancellationToken)
    {
        List<HubFile> files = [];
        var next = $"{endpoint}/api/{repository}/tree/{revision}{(place.Path.Length > 0 ? "/" + Escaped(place.Path) : "")}?recursive=true";
        for (var page = 0; next.Length > 0 && page < MostPages; page++)
        {
            using var limit = Limit(cancellationToken);
            using var answer = await client.GetAsync(next, limit.Token);
            if (answer.StatusCode is HttpStatusCode.NotFound && page == 0 && place.Path.Length > 0) return [await OneAsync(cancellationToken)];
            Check(answer);
            using var document = await JsonDocument.ParseAsync(await answer.Content.ReadAsStreamAsync(limit.Token), default, limit.Token);
            foreach (var row in document.RootElement.EnumerateArray())
                if (row.GetProperty("type").GetString() == "file") files.Add(HubFile.Read(row));
            next = NextPage(answer);
        }

        return files;
    }

    // A single file has no tree below it: its head tells its size.
    private async Task<HubFile> OneAsync(CancellationToken cancellationToken)
    {
        using var limit = Limit(cancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Head, AddressOf(place.Path));
        using var answer = await client.SendAsync(request, limit.Token);
        Check(answer);
        return new HubFile(place.Path, answer.Content.Headers.ContentLength ?? -1, "");
    }

    private async Task FetchFileAsync(HubFile file, string to, Action<Transfer> onProgress, CancellationToken cancellationToken)
    {
        if (Path.GetDirectoryName(to) is { } parent) Directory.CreateDirectory(parent);
        using var limit = Limit(cancellationToken);
        using var answer = await client.GetAsync(AddressOf(file.Path), HttpCompletionOption.ResponseHeadersRead, limit.Token);
        Check(answer);
        await using var source = await answer.Content.ReadAsStreamAsync(limit.Token);
        var part = to + ".part";
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        long bytes = 0;
        await using (var target = new FileStream(part, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0))
        {
            var buffer = new byte[BufferBytes];
            for (int count; (count = await source.ReadAsync(buffer, limit.Token)) > 0; limit.CancelAfter(Silence))
            {
                hash.AppendData(buffer, 0, count);
                await target.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
                bytes += count;
                onProgress(new Transfer(Interlocked.Add(ref bytesDone, count), bytesTotal, 0));
            }
        }

        if (file.Bytes >= 0 && bytes != file.Bytes) throw Fault(StoreTrouble.Unreachable, $"sent {bytes} bytes of {file.Path}, which has {file.Bytes}");
        if (file.Sha256.Length > 0 && Convert.ToHexStringLower(hash.GetHashAndReset()) != file.Sha256) throw Fault(StoreTrouble.Unreachable, $"sent {file.Path} with another hash than it tells");
        File.Move(part, to, overwrite: true);
    }

    private static CancellationTokenSource Limit(CancellationToken cancellationToken)
    {
        var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Silence);
        return limit;
    }

    private void Check(HttpResponseMessage answer)
    {
        if (answer.IsSuccessStatusCode) return;
        var status = (int)answer.StatusCode;
        throw answer.StatusCode switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => Fault(StoreTrouble.Denied, $"is not open to this token ({status}); accept its terms on the hub, or name a token for hf:// in the configuration (stores:)"),
            HttpStatusCode.NotFound => Fault(StoreTrouble.NoBucket, "is not there (404); check owner, name, revision and path"),
            _ => Fault(StoreTrouble.Unreachable, $"answers {status}"),
        };
    }

    private BucketException Fault(StoreTrouble trouble, string what) => new(trouble, $"{place.Address} {what}");

    private string AddressOf(string path) => $"{endpoint}/{(repository.StartsWith("models/", StringComparison.Ordinal) ? repository[7..] : repository)}/resolve/{revision}/{Escaped(path)}";

    private static string Escaped(string path) => string.Join('/', path.Split('/').Select(Uri.EscapeDataString));

    // Link: <https://...&cursor=...>; rel="next"
    private string NextPage(HttpResponseMessage answer)
    {
        if (!answer.Headers.TryGetValues("Link", out var links)) return "";
        foreach (var link in links.SelectMany(value => value.Split(',')))
        {
            var (open, close) = (link.IndexOf('<', StringComparison.Ordinal), link.IndexOf('>', StringComparison.Ordinal));
            if (open >= 0 && close > open && link.Contains("rel=\"next\"", StringComparison.Ordinal)) return new Uri(new Uri(endpoint + "/"), link[(open + 1)..close]).AbsoluteUri;
        }

        return "";
    }

    private readonly record struct HubFile(string Path, long Bytes, string Sha256)
    {
        public static HubFile Read(JsonElement row)
        {
            var isLarge = row.TryGetProperty("lfs", out var lfs) && lfs.ValueKind is JsonValueKind.Object;
            var size = isLarge && lfs.TryGetProperty("size", out var large) ? large : row.GetProperty("size");
            return new HubFile(row.GetProperty("path").GetString() ?? "", size.GetInt64(), isLarge && lfs.TryGetProperty("oid", out var oid) ? oid.GetString() ?? "" : "");
        }
    }
}
