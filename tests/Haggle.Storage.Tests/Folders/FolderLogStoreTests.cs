using System.Text;
using Haggle.Core.Runs;
using Haggle.Engine.Ports;
using Haggle.Storage.Folders;

namespace Haggle.Storage.Tests.Folders;

public sealed class FolderLogStoreTests : IDisposable
{
    private static readonly RunId Seven = new(7);

    private readonly TemporaryFolder _folder = new();
    private readonly FolderLogStore _store;

    public FolderLogStoreTests() => _store = new FolderLogStore(_folder.File("logs"));

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(4, "efg", "abcdefg")]
    [InlineData(2, "cdefg", "abcdefg")]
    [InlineData(0, "abcdefg", "abcdefg")]
    [InlineData(0, "ab", "abcd")]
    [InlineData(2, "cd", "abcd")]
    [InlineData(4, "", "abcd")]
    public async Task A_piece_adds_what_is_new_in_it(long offset, string piece, string log)
    {
        await AppendAsync(0, "abcd");
        await AppendAsync(offset, piece);
        Assert.Equal(log, await File.ReadAllTextAsync(_store.PathOf(Seven, 2, 0)));
        Assert.Equal(log.Length, _store.Length(Seven, 2, 0));
    }

    [Fact]
    public async Task A_piece_that_would_leave_a_gap_is_refused()
    {
        await AppendAsync(0, "abcd");
        await Assert.ThrowsAsync<InvalidOperationException>(() => AppendAsync(5, "x"));
        Assert.Equal(4, _store.Length(Seven, 2, 0));
    }

    [Fact]
    public async Task Any_order_of_overlapping_pieces_from_the_end_on_gives_the_log()
    {
        var text = string.Concat(Enumerable.Range(0, 400).Select(i => $"line {i}\n"));
        var random = new Random(3);
        while (_store.Length(Seven, 2, 0) < text.Length)
        {
            var length = (int)_store.Length(Seven, 2, 0);
            var from = random.Next(length + 1);
            await AppendAsync(from, text.Substring(from, random.Next(text.Length - from + 1)));
        }

        Assert.Equal(text, await File.ReadAllTextAsync(_store.PathOf(Seven, 2, 0)));
    }

    [Fact]
    public async Task Logs_are_read_from_any_offset()
    {
        await AppendAsync(0, "abcdefgh");
        Assert.Equal("cde", Encoding.UTF8.GetString((await _store.ReadAsync(Seven, 2, 0, 2, 3, default)).Span));
        Assert.True((await _store.ReadAsync(Seven, 2, 0, 8, 3, default)).IsEmpty);
        Assert.True((await _store.ReadAsync(Seven, 2, 1, 0, 3, default)).IsEmpty);
    }

    [Fact]
    public void A_log_that_is_not_there_has_no_length() => Assert.Equal(0, _store.Length(new RunId(9), 1, 0));

    private Task AppendAsync(long offset, string text) =>
        _store.AppendAsync(Seven, 2, 0, new LogPiece(offset, Encoding.UTF8.GetBytes(text), AtEnd: false), default);
}
