using System.Diagnostics;
using System.Globalization;

namespace Haggle.Catalog.Store;

/// <summary>Puts a new catalogue in the place of the old one, whole or not at all: written beside, forced to disk, read back and verified, then renamed.</summary>
public static class MarketSwap
{
    /// <summary>Swaps.</summary>
    /// <param name="path">Where the catalogue lies or will.</param>
    /// <param name="bytes">What <see cref="MarketBuilder.ToBytes(DateTimeOffset)"/> gave.</param>
    /// <exception cref="IOException">It could not be written (a full disk); the old one stays as it is.</exception>
    /// <exception cref="InvalidDataException">What was read back is not what was written; the old one stays as it is.</exception>
    public static void Replace(string path, byte[] bytes)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        var folder = Path.GetDirectoryName(Path.GetFullPath(path)) ?? "/";
        Directory.CreateDirectory(folder);
        Sweep(folder, Path.GetFileName(path));
        var beside = $"{path}.new-{Environment.ProcessId}";
        try
        {
            using (var file = new FileStream(beside, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
            {
                file.Write(bytes);
                file.Flush(flushToDisk: true);
            }

            using (var written = MarketFile.Open(beside)) written.Verify();
            File.Move(beside, path, overwrite: true);
        }
        catch
        {
            File.Delete(beside);
            throw;
        }
    }

    // What a writer that was killed left behind: its process is gone.
    private static void Sweep(string folder, string name)
    {
        foreach (var left in Directory.EnumerateFiles(folder, name + ".new-*"))
            if (!IsAlive(left[(left.LastIndexOf('-') + 1)..])) File.Delete(left);
    }

    private static bool IsAlive(string id)
    {
        if (!int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return false;
        try
        {
            using var process = Process.GetProcessById(number);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
