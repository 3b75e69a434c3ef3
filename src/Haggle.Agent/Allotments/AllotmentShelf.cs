using System.Text.Json;

namespace Haggle.Agent.Allotments;

/// <summary>The allotments' files. Whoever calls holds the folder's lock.</summary>
internal sealed class AllotmentShelf(string folder)
{
    private const string Ending = ".json";

    // More than people run on one computer; a folder that somebody filled with rubbish must not hang everybody.
    private const int Most = 10_000;

    private const UnixFileMode ReadableByAll = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    public static bool IsToken(string token) =>
        token.Length is > 0 and <= 64 && token[0] is not '.' && token.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.');

    public string PathOf(string token) => Path.Combine(folder, token + Ending);

    /// <summary>Every allotment, by token, and the files that say nothing to us.</summary>
    public (List<AllotmentRecord> Records, List<string> Unreadable) All()
    {
        List<AllotmentRecord> records = [];
        List<string> unreadable = [];
        foreach (var path in Directory.EnumerateFiles(folder).Take(Most).Order(StringComparer.Ordinal))
        {
            // Nobody else writes now, so a part is what a killed writer left.
            if (!path.EndsWith(Ending, StringComparison.Ordinal)) TryDelete(path);
            else if (Read(path) is { } record) records.Add(record);
            else if (File.Exists(path)) unreadable.Add(path);
        }

        return (records, unreadable);
    }

    /// <summary>Writes one, whole or not at all.</summary>
    public void Write(AllotmentRecord record)
    {
        var path = PathOf(record.Token);
        var part = path + ".part";
        try
        {
            File.Delete(part);
            File.WriteAllBytes(part, JsonSerializer.SerializeToUtf8Bytes(record, AllotmentJson.Default.AllotmentRecord));
            File.SetUnixFileMode(part, ReadableByAll);
            File.Move(part, path, overwrite: true);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            TryDelete(part);
            throw new AllotmentFault($"the allotment cannot be written to {path}: {fault.Message}", fault);
        }
    }

    /// <summary>Deletes one. False: it is another user's, and is left to them.</summary>
    public bool Delete(AllotmentRecord record)
    {
        TryDelete(PathOf(record.Token));
        return !File.Exists(PathOf(record.Token));
    }

    private static AllotmentRecord? Read(string path)
    {
        try
        {
            var record = JsonSerializer.Deserialize(File.ReadAllBytes(path), AllotmentJson.Default.AllotmentRecord);
            return record is not null && record.Token == Path.GetFileNameWithoutExtension(path) ? record : null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // Another user's; it is left to them.
        }
    }
}
