using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Haggle.Wire.Agent;

namespace Haggle.Agent.Checkpoints;

/// <summary>
/// Writes checkpoints into a store: everything into a temporary folder, made durable, then one rename. So a checkpoint is complete or it is not there,
/// whoever is killed whenever.
/// </summary>
internal sealed class CheckpointWriter(string store, int epoch, TimeProvider time)
{
    private int sequence;

    /// <summary>Saves the files of a picture.</summary>
    /// <param name="root">The checkpoint folder.</param>
    /// <param name="picture">What is to be saved.</param>
    /// <param name="below">What the picture was taken of.</param>
    /// <param name="step">The program's step, or -1.</param>
    /// <param name="cancellationToken">Gives up; nothing is left behind.</param>
    /// <returns>The checkpoint; null when the files changed while they were copied.</returns>
    /// <exception cref="CheckpointFault">The epoch is closed, or the store cannot be written to.</exception>
    public async Task<CheckpointMessage?> SaveAsync(string root, FolderPicture picture, IReadOnlyList<string> below, long step, CancellationToken cancellationToken)
    {
        var part = "";
        try
        {
            Directory.CreateDirectory(store);
            CheckFence();
            var id = NextId();
            part = Path.Combine(store, id + ".tmp-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4)));
            var files = await CopyAsync(root, picture, part, cancellationToken);
            if (!picture.Equals(FolderPicture.Take(root, below))) return null;
            var manifest = new CheckpointManifest { Id = id, Epoch = epoch, Step = step, Bytes = files.Sum(f => f.Bytes), SavedAt = time.GetUtcNow(), Files = files };
            var hash = WriteManifest(manifest, part);
            CheckFence();
            Directory.Move(part, Path.Combine(store, id));
            Native.SyncFolder(store);
            return new CheckpointMessage { Id = id, Step = step, Bytes = manifest.Bytes, ManifestSha256 = hash, SavedAt = manifest.SavedAt };
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointFault($"the checkpoint could not be saved to {store}: {fault.Message}; the training goes on and it is tried again");
        }
        finally
        {
            if (part.Length > 0) CheckpointShelf.Remove(part);
        }
    }

    private void CheckFence()
    {
        if (!Fence.IsOpen(store, epoch)) throw new CheckpointFault($"attempt {epoch} is closed: its checkpoints are no longer taken");
    }

    // Of the ids that this epoch has, the next one: an agent knows its own, the store knows what came before.
    private string NextId()
    {
        var prefix = string.Create(CultureInfo.InvariantCulture, $"{epoch:D5}-");
        foreach (var id in CheckpointShelf.Ids(store).Where(id => id.StartsWith(prefix, StringComparison.Ordinal)))
        {
            sequence = Math.Max(sequence, int.Parse(id.AsSpan(prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture));
        }

        return string.Create(CultureInfo.InvariantCulture, $"{prefix}{++sequence:D6}");
    }

    private static async Task<CheckpointFile[]> CopyAsync(string root, FolderPicture picture, string part, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(part, "files");
        Directory.CreateDirectory(folder);
        List<CheckpointFile> files = [];
        foreach (var entry in picture.Files)
        {
            var (hash, bytes) = await FileCopy.CopyAsync(Path.Combine(root, entry.Path), Path.Combine(folder, entry.Path), durable: true, cancellationToken);
            files.Add(new CheckpointFile { Path = entry.Path, Bytes = bytes, Sha256 = hash });
        }

        foreach (var sub in Directory.EnumerateDirectories(folder, "*", SearchOption.AllDirectories)) Native.SyncFolder(sub);
        Native.SyncFolder(folder);
        return [.. files];
    }

    private static string WriteManifest(CheckpointManifest manifest, string part)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(manifest, AgentJson.Default.CheckpointManifest);
        using (var file = new FileStream(Path.Combine(part, "manifest.json"), FileMode.CreateNew, FileAccess.Write))
        {
            file.Write(json);
            file.Flush(flushToDisk: true);
        }

        Native.SyncFolder(part);
        return Convert.ToHexStringLower(SHA256.HashData(json));
    }
}
