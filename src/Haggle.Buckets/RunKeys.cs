using System.Globalization;

namespace Haggle.Buckets;

/// <summary>
/// The names of a run's objects in a store, below a folder of the run's own. Every attempt has a folder, so that what an attempt left that is over can be
/// deleted whole without a look at what the next one writes:
/// <code>
/// sealed.json                           which checkpoints count; only the server writes it
/// EEEEE/EEEEE-SSSSSS/files/PATH         a checkpoint's files
/// EEEEE/EEEEE-SSSSSS/manifest.json      written last
/// </code>
/// </summary>
public static class RunKeys
{
    /// <summary>The object that only the server writes.</summary>
    public const string Sealed = "sealed.json";

    /// <summary>The object of a checkpoint that is written last.</summary>
    public const string Manifest = "manifest.json";

    /// <summary>The folder of a checkpoint's files.</summary>
    public const string Files = "files";

    private const int EpochDigits = 5;
    private const int IdLength = 12;

    /// <summary>The folder of an attempt.</summary>
    public static string OfEpoch(int epoch) => epoch.ToString("D5", CultureInfo.InvariantCulture);

    /// <summary>The folder of a checkpoint, which begins with its attempt's.</summary>
    public static string OfCheckpoint(string id) => $"{id[..EpochDigits]}/{id}";

    /// <summary>The attempt that an object belongs to; null when its name is none of ours.</summary>
    public static int? EpochOf(string key) =>
        key.Length > EpochDigits && key[EpochDigits] == '/' && int.TryParse(key.AsSpan(0, EpochDigits), NumberStyles.None, CultureInfo.InvariantCulture, out var epoch) ? epoch : null;

    /// <summary>The checkpoint that an object belongs to, and its name in it; null when its name is none of ours.</summary>
    public static (string Id, string Name)? CheckpointOf(string key)
    {
        const int Start = EpochDigits + 1;
        if (EpochOf(key) is null || key.Length < Start + IdLength + 1 || key[Start + IdLength] != '/') return null;
        var id = key.Substring(Start, IdLength);
        return IsId(id) && id.StartsWith(key[..EpochDigits], StringComparison.Ordinal) ? (id, key[(Start + IdLength + 1)..]) : null;
    }

    /// <summary>Whether a text is a checkpoint's name.</summary>
    public static bool IsId(string name) =>
        name.Length == IdLength && name[EpochDigits] == '-' && name.All(c => char.IsAsciiDigit(c) || c == '-') && name.LastIndexOf('-') == EpochDigits;
}
