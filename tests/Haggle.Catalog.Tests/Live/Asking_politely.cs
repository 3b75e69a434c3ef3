using System.Text;
using Haggle.Catalog.Live;
using Haggle.Catalog.Live.Web;

namespace Haggle.Catalog.Tests.Live;

public sealed class Asking_politely : IAsyncLifetime
{
    private readonly HurriedTime _time = new();
    private LocalVendor _vendor = null!;

    public async ValueTask InitializeAsync() => _vendor = await LocalVendor.StartAsync();

    public ValueTask DisposeAsync() => _vendor.DisposeAsync();

    [Theory]
    [InlineData(429, "7", 7)]
    [InlineData(429, "", 3)] // Azure's least
    [InlineData(429, "Sat, 21 Nov 2026 12:00:20 GMT", 20)]
    [InlineData(503, "", 1)]
    [InlineData(503, "2", 2)]
    [InlineData(500, "", 1)]
    public async Task What_passes_is_waited_for_as_long_as_the_server_asks(int status, string retryAfter, int seconds)
    {
        _vendor.InTurn("/list", LocalVendor.Status(status, retryAfter), LocalVendor.Text("here"));
        Assert.Equal("here", await ReadAsync("/list"));
        Assert.Contains(TimeSpan.FromSeconds(seconds), _time.Waits);
        Assert.Equal(2, _vendor.Asked.Count);
    }

    [Theory]
    [InlineData(404, "", "answered 404: the address is gone", 1)]
    [InlineData(401, "", "answered 401: the credential is missing, wrong, or may not read prices", 1)]
    [InlineData(400, "", "answered 400: it does not understand the question any more", 1)]
    [InlineData(429, "3600", "answered 429 and asks to come back in 60 minutes", 1)]
    [InlineData(503, "", "answered 503, 6 times", 6)]
    public async Task What_does_not_pass_is_said_and_given_up(int status, string retryAfter, string fault, int asked)
    {
        _vendor.On("/list", LocalVendor.Status(status, retryAfter));
        var thrown = await Assert.ThrowsAsync<WebFault>(() => ReadAsync("/list?key=hush"));
        Assert.Equal($"{new Uri(_vendor.Address, "/list")} {fault}", thrown.Message);
        Assert.DoesNotContain("hush", thrown.ToString(), StringComparison.Ordinal);
        Assert.Equal(asked, _vendor.Asked.Count);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public async Task A_body_that_is_cut_goes_on_where_it_was(bool knowsRanges, bool isPacked)
    {
        var text = string.Concat(Enumerable.Range(0, 20_000).Select(i => $"{(i * 7919) % 10007}\n"));
        var bytes = isPacked ? LocalVendor.Packed(text) : Encoding.UTF8.GetBytes(text);
        var cuts = 0;
        _vendor.On("/list", context =>
        {
            if (isPacked) context.Response.Headers.ContentEncoding = "gzip";
            return LocalVendor.SendAsync(context, bytes, "\"v1\"", Interlocked.Increment(ref cuts) <= 3 ? 20_000 + (7000 * cuts) : int.MaxValue, knowsRanges);
        });
        using var web = Web(SourceTry.Limits, _time);
        using var body = await web.OpenAsync(new WebQuestion(new Uri(_vendor.Address, "/list")), long.MaxValue, CancellationToken.None);
        Assert.Equal(text, Encoding.UTF8.GetString(await body!.ReadAllAsync(CancellationToken.None)));
        Assert.InRange(_vendor.Asked.Count, 3, 4);
        Assert.Contains("If-Range: \"v1\"", _vendor.Headers);
    }

    [Fact]
    public async Task Two_versions_are_never_put_together()
    {
        var bytes = Encoding.UTF8.GetBytes(new string('a', 100_000));
        _vendor.InTurn("/list", context => LocalVendor.SendAsync(context, bytes, "\"v1\"", 50_000), context => LocalVendor.SendAsync(context, Encoding.UTF8.GetBytes(new string('b', 100_000)), "\"v2\""));
        using var web = Web(SourceTry.Limits, _time);
        using var body = await web.OpenAsync(new WebQuestion(new Uri(_vendor.Address, "/list")), long.MaxValue, CancellationToken.None);
        var fault = await Assert.ThrowsAsync<WebFault>(() => body!.ReadAllAsync(CancellationToken.None));
        Assert.EndsWith("it was cut off, and changed before it could go on", fault.Message, StringComparison.Ordinal);
        Assert.True(fault.MayReadAgain);

        // A page is simply asked for again.
        Assert.Equal(new string('b', 100_000), await ReadAsync("/list"));
    }

    [Fact]
    public async Task A_rest_of_which_nobody_says_what_version_it_is_of_is_not_put_to_the_beginning()
    {
        static byte[] Of(char letter) => Encoding.UTF8.GetBytes(new string(letter, 100_000));
        _vendor.InTurn("/list", context => LocalVendor.SendAsync(context, Of('a'), "", 50_000), context => LocalVendor.SendAsync(context, Of('b'), ""));
        using var web = Web(SourceTry.Limits, _time);
        using var body = await web.OpenAsync(new WebQuestion(new Uri(_vendor.Address, "/list")), long.MaxValue, CancellationToken.None);
        var fault = await Assert.ThrowsAsync<WebFault>(() => body!.ReadAllAsync(CancellationToken.None));
        Assert.True(fault.MayReadAgain);
    }

    [Fact]
    public async Task An_answer_that_stalls_is_cut_and_goes_on()
    {
        var never = new TaskCompletionSource();
        var bytes = Encoding.UTF8.GetBytes(new string('x', 60_000));
        _vendor.InTurn(
            "/list",
            async context =>
            {
                context.Response.Headers.ETag = "\"v1\"";
                context.Response.ContentLength = bytes.Length;
                await context.Response.Body.WriteAsync(bytes.AsMemory(0, 30_000));
                await context.Response.Body.FlushAsync();
                await Task.WhenAny(never.Task, Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted));
            },
            context => LocalVendor.SendAsync(context, bytes, "\"v1\""));
        using var web = Web(new WebLimits { Stall = TimeSpan.FromSeconds(1), FirstWait = TimeSpan.FromMilliseconds(1), Tries = 30 }, TimeProvider.System);
        var (read, _) = (await web.ReadAsync(new WebQuestion(new Uri(_vendor.Address, "/list")), CancellationToken.None))!.Value;
        never.SetResult();
        Assert.Equal(bytes, read);
        Assert.Contains("Range: bytes=30000-", _vendor.Headers);
    }

    [Fact]
    public async Task A_posted_question_is_asked_again_as_a_whole()
    {
        var bytes = Encoding.UTF8.GetBytes(new string('x', 60_000));
        _vendor.InTurn("/ask", context => LocalVendor.SendAsync(context, bytes, "", 10_000), context => LocalVendor.SendAsync(context, bytes, ""));
        using var web = Web(SourceTry.Limits, _time);
        var (read, _) = (await web.ReadAsync(new WebQuestion(new Uri(_vendor.Address, "/ask")) { Json = "{}"u8.ToArray() }, CancellationToken.None))!.Value;
        Assert.Equal(bytes, read);
        Assert.DoesNotContain(_vendor.Headers, header => header.StartsWith("Range:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_unpacks_to_more_than_there_is_room_for_is_refused()
    {
        _vendor.On("/list", context =>
        {
            context.Response.Headers.ContentEncoding = "gzip";
            return LocalVendor.SendAsync(context, LocalVendor.Packed(new string('x', 3 << 20)), "");
        });
        using var web = Web(SourceTry.Limits with { PageBytes = 2 << 20 }, _time);
        var fault = await Assert.ThrowsAsync<WebFault>(() => web.ReadAsync(new WebQuestion(new Uri(_vendor.Address, "/list")), CancellationToken.None));
        Assert.Equal("the answer is longer than 2 MiB, which no price list of this kind is", fault.Message);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_said_so()
    {
        var fault = await Assert.ThrowsAsync<WebFault>(async () =>
        {
            using var web = Web(SourceTry.Limits with { Tries = 2 }, _time);
            await web.ReadAsync(new WebQuestion(new Uri("http://127.0.0.1:1/list")), CancellationToken.None);
        });
        Assert.StartsWith("http://127.0.0.1:1/list cannot be reached", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, false, null, 1)]
    [InlineData(2, false, null, 2)]
    [InlineData(4, false, null, 8)]
    [InlineData(1, true, null, 3)]
    [InlineData(2, true, null, 6)]
    [InlineData(5, true, null, 48)]
    [InlineData(1, true, 40, 40)]
    [InlineData(1, true, 0, 3)] // "at once" did not do
    [InlineData(1, true, 300, 300)]
    [InlineData(1, true, 301, null)] // next time
    [InlineData(6, false, null, null)] // given up
    public void How_long_to_wait(int failures, bool isThrottled, int? asked, int? seconds) =>
        Assert.Equal(seconds is { } s ? TimeSpan.FromSeconds(s) : null, Backoff.After(failures, isThrottled, asked is { } a ? TimeSpan.FromSeconds(a) : null, WebLimits.Default));

    private static PriceWeb Web(WebLimits limits, TimeProvider time) => new(PriceWeb.NewClient(limits, carriesCredential: false), limits, time, new SourceProgress("a source"), TimeSpan.Zero);

    private async Task<string> ReadAsync(string path)
    {
        using var web = Web(SourceTry.Limits, _time);
        return Encoding.UTF8.GetString((await web.ReadAsync(new WebQuestion(new Uri(_vendor.Address, path)), CancellationToken.None))!.Value.Bytes);
    }
}
