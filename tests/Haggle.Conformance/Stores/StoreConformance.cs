using Haggle.Core.Runs;
using Haggle.Engine.Ports;

namespace Haggle.Conformance.Stores;

/// <summary>
/// The contract of <see cref="IStore"/> in laws that any storage must hold. Knows no test framework: a test project derives from it and calls
/// <see cref="HoldsAsync"/> for every name in <see cref="Laws"/>. Every law gets a new, empty store.
/// </summary>
public abstract class StoreConformance
{
    private static readonly Dictionary<string, Func<StoreConformance, Task>> ByName = StoreLaws.All
        .Concat(SlotLaws.All).Concat(HistoryLaws.All).Concat(SharingLaws.All)
        .ToDictionary(law => law.Method.Name, law => law, StringComparer.Ordinal);

    /// <summary>The names of the laws.</summary>
    public static IEnumerable<string> Laws => ByName.Keys;

    /// <summary>Checks one law.</summary>
    /// <exception cref="BrokenLawException">The store breaks it.</exception>
    public Task HoldsAsync(string law) => ByName[law](this);

    /// <summary>Makes a new, empty store.</summary>
    protected internal abstract Task<IStore> MakeAsync();

    /// <summary>Opens the same storage a second time beside <paramref name="store"/>; null when the storage cannot be shared.</summary>
    protected internal virtual Task<IStore?> OpenBesideAsync(IStore store) => Task.FromResult<IStore?>(null);

    /// <summary>Closes a store and opens its storage again; null when nothing survives closing.</summary>
    protected internal virtual Task<IStore?> ReopenAsync(IStore store) => Task.FromResult<IStore?>(null);

    internal static void Check(bool holds, string what)
    {
        if (!holds) throw new BrokenLawException(what);
    }

    internal static void Same<T>(T expected, T found, string what) =>
        Check(EqualityComparer<T>.Default.Equals(expected, found), $"{what}: expected {expected}, found {found}");

    internal static void SameItems<T>(IEnumerable<T> expected, IEnumerable<T> found, string what)
    {
        T[] left = [.. expected];
        T[] right = [.. found];
        Check(left.SequenceEqual(right), $"{what}: expected [{string.Join(", ", left)}], found [{string.Join(", ", right)}]");
    }

    internal static async Task<Run> StoredAsync(IStore store, Run run)
    {
        var found = await store.LoadAsync(run.Id, CancellationToken.None);
        return found ?? throw new BrokenLawException($"run {run.Id} is not found");
    }

    internal static async Task<Run> SavedAsync(IStore store, RunChange change)
    {
        Check(await store.SaveAsync(change, CancellationToken.None), "a save of the next version was refused");
        return change.Next;
    }
}
