using System.Collections.Immutable;

namespace Haggle.Catalog.Live;

/// <summary>What an update did.</summary>
/// <param name="Sources">Source by source.</param>
/// <param name="RowCount">How many prices the catalogue has now, earlier ones included.</param>
public sealed record UpdateReport(ImmutableArray<SourceReport> Sources, long RowCount)
{
    /// <summary>Whether every source that was asked is fresh.</summary>
    public bool IsWhole => Sources.All(source => source.State is SourceState.Fresh or SourceState.NoCredential && source.Held.IsEmpty);
}
