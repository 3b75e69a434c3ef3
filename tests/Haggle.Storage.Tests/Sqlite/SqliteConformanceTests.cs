using Haggle.Conformance.Stores;

namespace Haggle.Storage.Tests.Sqlite;

public sealed class SqliteConformanceTests
{
    public static TheoryData<string> Laws => [.. StoreConformance.Laws];

    [Theory]
    [MemberData(nameof(Laws))]
    public async Task A_store_in_a_file_holds(string law)
    {
        await using var kit = new SqliteConformance(inFile: true);
        await kit.HoldsAsync(law);
    }

    [Theory]
    [MemberData(nameof(Laws))]
    public async Task A_store_in_memory_holds(string law)
    {
        await using var kit = new SqliteConformance(inFile: false);
        await kit.HoldsAsync(law);
    }
}
