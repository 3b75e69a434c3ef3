using System.IO.Compression;

namespace Haggle.Catalog.Live.Web;

/// <summary>The body of an answer, unpacked and bounded.</summary>
internal sealed class WebBody : IDisposable
{
    private readonly Stream _raw;

    public WebBody(ResumingStream raw, bool isPacked, long bytesMax, PartTag tag)
    {
        _raw = raw;
        Tag = tag;
        Content = new BoundedStream(isPacked ? new GZipStream(raw, CompressionMode.Decompress) : raw, bytesMax);
    }

    public Stream Content { get; }

    public PartTag Tag { get; }

    /// <summary>All of it. For pages and small files.</summary>
    public async Task<byte[]> ReadAllAsync(CancellationToken cancellationToken)
    {
        using var all = new MemoryStream();
        await Content.CopyToAsync(all, cancellationToken).ConfigureAwait(false);
        return all.ToArray();
    }

    public void Dispose()
    {
        Content.Dispose();
        _raw.Dispose();
    }
}
