using Haggle.Core.Runs;
using Haggle.Engine.Ports;
using Haggle.Storage.Sqlite;

namespace Haggle.Storage.Tests.Sqlite;

public sealed class SqliteStoreTests
{
    [Fact]
    public async Task Hundreds_of_thousands_of_saves_are_affordable()
    {
        await using var store = SqliteStore.OpenInMemory(new OwnerId("test"));
        var run = await store.AddAsync("s", new AnyValue(new Random(4)).Draw<Job>(), new RunSource("f", "t", [], "u", ""), default, default);
        var watch = TimeProvider.System.GetTimestamp();
        for (var i = 0; i < 20000; i++)
        {
            run = run with { Version = run.Version + 1 };
            Assert.True(await store.SaveAsync(new RunChange { Next = run }, default));
        }

        TestContext.Current.TestOutputHelper!.WriteLine($"{TimeProvider.System.GetElapsedTime(watch).TotalMicroseconds / 20000:0.0} us; {SqliteStore.LibraryVersion}");
    }
}
