using Haggle.Engine.Ports;

namespace Haggle.Storage.Folders;

/// <summary>Small files that are there whole or not at all, and faults of the disk in words.</summary>
internal static class Disk
{
    /// <summary>Writes a file so that a reader, or a crash at any moment, sees the old content or the new one.</summary>
    public static void WriteWhole(string path, string text)
    {
        var next = path + ".next";
        using (var writer = new FileStream(next, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            writer.Write(System.Text.Encoding.UTF8.GetBytes(text));
            writer.Flush(flushToDisk: true);
        }

        File.Move(next, path, overwrite: true);
    }

    /// <summary>The fault that a failed read or write is.</summary>
    public static StoreException Fault(string path, Exception cause) =>
        new($"{path}: {cause.Message.TrimEnd('.')}; check the disk and its free space", isTransient: true, cause);

    /// <summary>Whether an exception is the disk's fault and not a bug.</summary>
    public static bool IsFault(Exception cause) => cause is IOException or UnauthorizedAccessException;
}
