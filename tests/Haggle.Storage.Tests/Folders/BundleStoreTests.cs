using System.Security.Cryptography;
using Haggle.Storage.Folders;

namespace Haggle.Storage.Tests.Folders;

public sealed class BundleStoreTests : IDisposable
{
    private static readonly byte[] Content = [.. Enumerable.Range(0, 300_000).Select(i => (byte)(i * 7))];
    private static readonly string Hash = Convert.ToHexStringLower(SHA256.HashData(Content));

    private readonly TemporaryFolder _folder = new();
    private readonly SetClock _clock = new();
    private readonly BundleStore _store;

    public BundleStoreTests() => _store = new BundleStore(_folder.File("bundles"), _clock);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_bundle_comes_back_as_it_was_sent()
    {
        Assert.False(_store.Contains(Hash));
        Assert.Null(_store.Open(Hash));
        await _store.PutAsync(Hash, new MemoryStream(Content), default);
        await _store.PutAsync(Hash, new MemoryStream(Content), default);
        Assert.True(_store.Contains(Hash));
        using var copy = new MemoryStream();
        await using (var bundle = _store.Open(Hash)!) await bundle.CopyToAsync(copy);
        Assert.Equal(Content, copy.ToArray());
        Assert.Equal([Hash + ".tar"], Files());
    }

    [Fact]
    public async Task A_bundle_that_was_damaged_on_the_way_is_refused_and_leaves_nothing()
    {
        await Assert.ThrowsAsync<InvalidDataException>(() => _store.PutAsync(Hash, new MemoryStream(Content, 0, 1000), default));
        Assert.Empty(Files());
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("")]
    [InlineData("ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789")]
    public void Only_a_hash_is_ever_a_file_name(string name) => Assert.Throws<ArgumentException>(() => _store.PathOf(name));

    [Fact]
    public async Task Pruning_keeps_what_is_referred_to_and_what_was_asked_for_lately()
    {
        await _store.PutAsync(Hash, new MemoryStream(Content), default);
        var month = TimeSpan.FromDays(30);
        _clock.Now += TimeSpan.FromDays(31);
        Assert.Equal(0, _store.Prune(new HashSet<string> { Hash }, month));
        Assert.True(_store.Contains(Hash));
        Assert.Equal(0, _store.Prune(new HashSet<string>(), month));
        _clock.Now += TimeSpan.FromDays(31);
        Assert.Equal(1, _store.Prune(new HashSet<string>(), month));
        Assert.False(_store.Contains(Hash));
    }

    private string[] Files() => [.. Directory.GetFiles(_folder.File("bundles")).Select(one => Path.GetFileName(one))];

    private sealed class SetClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
