using System.Security.Cryptography;
using System.Text.Json;
using Haggle.Wire.Agent;

namespace Haggle.Agent.Checkpoints;

/// <summary>Brings a checkpoint back. It is verified while it is copied, and the program's folder is touched only by one that is right to the last byte.</summary>
internal static class CheckpointReader
{
    // A manifest names files; one of this size names hundreds of thousands.
    private const long MaxManifestBytes = 64 * 1024 * 1024;

    /// <summary>Copies a checkpoint into the checkpoint folder.</summary>
    /// <param name="store">The store.</param>
    /// <param name="wanted">Which one, with the hash of its manifest.</param>
    /// <param name="meanwhile">A folder for the copy until it is verified, on the same disk as the target.</param>
    /// <param name="target">The checkpoint folder.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="CheckpointFault">It is missing or damaged; nothing was touched.</exception>
    public static async Task RestoreAsync(string store, CheckpointMessage wanted, string meanwhile, string target, CancellationToken cancellationToken)
    {
        try
        {
            CheckpointShelf.Remove(meanwhile);
            Directory.CreateDirectory(meanwhile);
            var folder = Path.Combine(store, Path.GetFileName(wanted.Id));
            foreach (var file in ReadManifest(folder, wanted).Files)
            {
                if (Path.IsPathRooted(file.Path) || file.Path.Split('/').Contains("..")) throw Damaged(wanted, $"it names the file {file.Path}");
                var (hash, bytes) = await FileCopy.CopyAsync(Path.Combine(folder, "files", file.Path), Path.Combine(meanwhile, file.Path), durable: false, cancellationToken);
                if (hash != file.Sha256 || bytes != file.Bytes) throw Damaged(wanted, $"{file.Path} is not what was saved");
            }

            PutInPlace(meanwhile, target);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw Damaged(wanted, fault.Message);
        }
        finally
        {
            CheckpointShelf.Remove(meanwhile);
        }
    }

    private static CheckpointManifest ReadManifest(string folder, CheckpointMessage wanted)
    {
        var path = Path.Combine(folder, "manifest.json");
        if (new FileInfo(path).Length > MaxManifestBytes) throw Damaged(wanted, "its manifest is too large");
        var json = File.ReadAllBytes(path);
        if (Convert.ToHexStringLower(SHA256.HashData(json)) != wanted.ManifestSha256) throw Damaged(wanted, "its manifest is not what was saved");
        try
        {
            return JsonSerializer.Deserialize(json, AgentJson.Default.CheckpointManifest) ?? throw Damaged(wanted, "its manifest is empty");
        }
        catch (JsonException fault)
        {
            throw Damaged(wanted, fault.Message);
        }
    }

    private static void PutInPlace(string meanwhile, string target)
    {
        if (!Directory.Exists(target) || !Directory.EnumerateFileSystemEntries(target).Any())
        {
            if (Directory.Exists(target)) Directory.Delete(target);
            if (Path.GetDirectoryName(target) is { } parent) Directory.CreateDirectory(parent);
            Directory.Move(meanwhile, target);
            return;
        }

        // The job's own files may have put something there: the checkpoint's files win, the others stay.
        foreach (var file in Directory.EnumerateFiles(meanwhile, "*", SearchOption.AllDirectories))
        {
            var place = Path.Combine(target, Path.GetRelativePath(meanwhile, file));
            if (Path.GetDirectoryName(place) is { } parent) Directory.CreateDirectory(parent);
            File.Move(file, place, overwrite: true);
        }
    }

    private static CheckpointFault Damaged(CheckpointMessage wanted, string why) => new($"checkpoint {wanted.Id} could not be used: {why}");
}
