using System.Net;
using System.Net.Http.Headers;

namespace Haggle.Catalog.Live.Web;

/// <summary>
/// The body of an answer that goes on where it was cut off: with a Range request that names the version (If-Range), or, from a server without ranges, by
/// skipping what was read already. A version that changed meanwhile is a fault: the two halves do not belong together.
/// </summary>
internal sealed class ResumingStream(PriceWeb web, WebQuestion question, HttpResponseMessage first) : Stream
{
    private readonly StallGuard _guard = web.NewGuard();
    private HttpResponseMessage _answer = first;
    private Stream? _body;
    private long _at;
    private int _failures;

    /// <summary>How often it had to go on.</summary>
    public int Resumed { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => _at; set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("the network is read asynchronously");

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            try
            {
                _body ??= await _answer.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
                var body = _body;
                var read = await _guard.WithinAsync(token => body.ReadAsync(buffer, token), cancellationToken).ConfigureAwait(false);
                _at += read;
                if (read > 0) _failures = 0;
                web.Received(read);
                return read;
            }
            catch (Exception cut) when (PriceWeb.IsCut(cut, cancellationToken))
            {
                await GoOnAsync(cut, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task GoOnAsync(Exception cut, CancellationToken cancellationToken)
    {
        if (question.ToMessage().Method != HttpMethod.Get) throw new WebFault($"{question.Named}: the answer was cut off after {_at:N0} bytes", cut) { MayReadAgain = true };
        var wait = Backoff.After(++_failures, isThrottled: false, null, web.Limits) ?? throw new WebFault($"{question.Named}: the answer was cut off after {_at:N0} bytes and does not go on", cut) { MayReadAgain = true };
        await web.WaitAsync(wait, $"cut off after {_at:N0} bytes; goes on", cancellationToken).ConfigureAwait(false);
        var validator = Validator();
        var next = await web.SendAsync(question with { Known = PartTag.None }, message =>
        {
            message.Headers.Range = new RangeHeaderValue(_at, null);
            if (validator.Length > 0) message.Headers.TryAddWithoutValidation("If-Range", validator);
        }, cancellationToken).ConfigureAwait(false);
        var isSame = PriceWeb.TagOf(next) == PriceWeb.TagOf(_answer) && validator.Length > 0;
        Release();
        (_answer, _body) = (next, null);
        Resumed++;
        if (next.StatusCode == HttpStatusCode.PartialContent && next.Content.Headers.ContentRange?.From == _at && isSame) return;
        if (next.StatusCode != HttpStatusCode.OK || !isSame) throw new WebFault($"{question.Named}: it was cut off, and changed before it could go on") { MayReadAgain = true };
        await SkipAsync(cancellationToken).ConfigureAwait(false);
    }

    // If-Range takes a strong tag or a date; a weak tag promises nothing about bytes.
    private string Validator()
    {
        var tag = PriceWeb.TagOf(_answer);
        return tag.ETag.Length > 0 && !tag.ETag.StartsWith("W/", StringComparison.Ordinal) ? tag.ETag : tag.Modified;
    }

    private async Task SkipAsync(CancellationToken cancellationToken)
    {
        _body = await _answer.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        var rest = _at;
        _at = 0;
        var waste = new byte[1 << 16];
        while (rest > 0)
        {
            var read = await ReadAsync(waste.AsMemory(0, (int)Math.Min(waste.Length, rest)), cancellationToken).ConfigureAwait(false);
            if (read == 0) throw new WebFault($"{question.Named}: the second answer is shorter than what was read of the first") { MayReadAgain = true };
            rest -= read;
        }
    }

    private void Release()
    {
        _body?.Dispose();
        _answer.Dispose();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Release();
            _guard.Dispose();
        }

        base.Dispose(disposing);
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
