using Haggle.Conformance.Stores;
using Haggle.Engine.Ports;
using Haggle.Storage.Sqlite;

namespace Haggle.Storage.Tests.Sqlite;

/// <summary>The contract's laws on SQLite, in a file or in memory.</summary>
internal sealed class SqliteConformance(bool inFile) : StoreConformance, IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<SqliteStore> _opened = [];

    public async ValueTask DisposeAsync()
    {
        foreach (var store in _opened) await store.DisposeAsync();
        _folder.Dispose();
    }

    protected override Task<IStore> MakeAsync() => Task.FromResult<IStore>(Open());

    protected override Task<IStore?> OpenBesideAsync(IStore store) => Task.FromResult<IStore?>(inFile ? Open() : null);

    protected override async Task<IStore?> ReopenAsync(IStore store)
    {
        if (!inFile) return null;
        foreach (var one in _opened) await one.DisposeAsync();
        _opened.Clear();
        return Open();
    }

    private SqliteStore Open()
    {
        var store = inFile ? SqliteStore.Open(new SqliteStoreOptions { Path = _folder.File("haggle.db"), Durable = false }) : SqliteStore.OpenInMemory();
        _opened.Add(store);
        return store;
    }
}
