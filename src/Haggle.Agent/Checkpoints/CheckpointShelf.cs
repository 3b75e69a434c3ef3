namespace Haggle.Agent.Checkpoints;

/// <summary>The complete checkpoints of a store.</summary>
internal static class CheckpointShelf
{
    private const int EpochDigits = 5;
    private const int IdLength = 12;

    /// <summary>Their names, oldest first. Whatever is still being written has another form of name.</summary>
    public static IReadOnlyList<string> Ids(string store)
    {
        if (!Directory.Exists(store)) return [];
        return [.. Directory.EnumerateDirectories(store).Select(path => Path.GetFileName(path)).Where(IsId).Order(StringComparer.Ordinal)];
    }

    /// <summary>Deletes all but the newest.</summary>
    public static void Prune(string store, int keep)
    {
        foreach (var id in Ids(store).SkipLast(Math.Max(1, keep)))
        {
            var folder = Path.Combine(store, id);
            // The name goes first: a half-deleted checkpoint must not look like one.
            var doomed = folder + ".tmp-old";
            try
            {
                Directory.Move(folder, doomed);
            }
            catch (IOException)
            {
                continue;
            }

            Remove(doomed);
        }
    }

    /// <summary>Deletes a folder if that can be done.</summary>
    public static void Remove(string folder)
    {
        try
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // What is left bears a temporary name; the store's owner sweeps those.
        }
    }

    private static bool IsId(string name) =>
        name.Length == IdLength && name[EpochDigits] == '-' && name.All(c => char.IsAsciiDigit(c) || c == '-') && name.LastIndexOf('-') == EpochDigits;
}
