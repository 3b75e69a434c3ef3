using System.Collections.Concurrent;
using System.Text.Json;
using Haggle.Core.Runs;

namespace Haggle.Providers.Rentals;

/// <summary>
/// The book of what was asked for: one file for each token, written whole or not at all. One at a time may work on a token, whichever process it is. Clouds forget
/// machines that are given back; the book does not.
/// </summary>
internal sealed class RentalNotes(string folder, TimeProvider time)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(200);
    private static readonly ConcurrentDictionary<string, SemaphoreSlim> Gates = new(StringComparer.Ordinal);

    /// <summary>What is known of a token; null for nothing.</summary>
    public RentalNote? Read(LaunchToken token) => ReadFile(PathOf(token.Value));

    /// <summary>What is known of a machine; null for nothing.</summary>
    public RentalNote? Of(string id) => Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.json").Select(ReadFile).FirstOrDefault(note => note?.Id == id) : null;

    /// <summary>Everything of an owner.</summary>
    public IReadOnlyList<RentalNote> All(OwnerId owner) =>
        Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, owner.Value + "-*.json").Order(StringComparer.Ordinal).Select(ReadFile).OfType<RentalNote>()] : [];

    /// <exception cref="IOException">It cannot be written: nothing may be asked for that is not written down.</exception>
    public void Write(RentalNote note)
    {
        Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
        var part = $"{PathOf(note.Token)}.{Guid.NewGuid():N}";
        using (var file = new FileStream(part, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly }))
        {
            file.Write(JsonSerializer.SerializeToUtf8Bytes(note, RentalJson.Default.RentalNote));
            file.Flush(flushToDisk: true);
        }

        File.Move(part, PathOf(note.Token), overwrite: true);
    }

    public void Forget(LaunchToken token) => File.Delete(PathOf(token.Value));

    /// <summary>Takes a token for oneself; dispose to let it go.</summary>
    public async Task<IDisposable> TakeAsync(LaunchToken token, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
        var path = Path.Combine(folder, token.Value + ".lock");
        var gate = Gates.GetOrAdd(path, _ => new SemaphoreSlim(1));
        await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            while (true)
            {
                try
                {
                    // The file stays: if it were taken away, somebody could hold the old one and somebody else the new one.
                    return new Held(gate, new FileStream(path, new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None, UnixCreateMode = OwnerOnly }));
                }
                catch (IOException) when (File.Exists(path))
                {
                    await Task.Delay(Turn, time, cancellationToken).ConfigureAwait(false);
                }
            }
        }
        catch
        {
            gate.Release();
            throw;
        }
    }

    private string PathOf(string token) => Path.Combine(folder, token + ".json");

    private static RentalNote? ReadFile(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), RentalJson.Default.RentalNote);
        }
        catch (Exception none) when (none is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            return null;
        }
    }

    private sealed class Held(SemaphoreSlim gate, FileStream file) : IDisposable
    {
        public void Dispose()
        {
            file.Dispose();
            gate.Release();
        }
    }
}
