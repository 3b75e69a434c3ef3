using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Haggle.Core.Runs;
using Haggle.Engine.Ports;
using Haggle.Wire.Agent;

namespace Haggle.Server.Gateway;

/// <summary>
/// Carries checkpoints between the server's store and machines that do not see it: what such a machine saves is fetched while its program goes on, and counts only once it is here
/// and every hash of it was verified; what an attempt starts from is brought before its setup. Thread-safe.
/// </summary>
internal sealed class CheckpointCourier(MachineLines lines, Func<Slot, string, AgentRequest> request, string root)
{
    /// <summary>The folder of a machine's own store, below its home.</summary>
    public const string RemoteFolder = "store";

    private const int PieceBytes = 4 << 20;
    private const long BytesPerSecondMin = 100_000;

    // An old one to fall back to, should the newest turn out to be damaged when it is restored.
    private const int KeptMin = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<LaunchToken, Task> _fetching = new();
    private readonly ConcurrentDictionary<LaunchToken, CheckpointRef> _brought = new();

    /// <summary>Sees to it that a machine's checkpoints come here; gives those that have. The last ones of a program that is over are waited for.</summary>
    public async Task<ImmutableArray<CheckpointRef>> FetchAsync(Slot slot, AgentOrder order, AgentState state, CancellationToken cancellationToken)
    {
        var folder = FolderOf(order.Run);
        if (state.Checkpoints is [.., var newest] && !Directory.Exists(Path.Combine(folder, newest.Id)))
        {
            // One at a time: while one is under way, older ones are not worth fetching.
            var fetching = _fetching.AddOrUpdate(
                slot.Token,
                _ => FetchOneAsync(slot, order, newest, cancellationToken),
                (_, running) => running.IsCompleted ? FetchOneAsync(slot, order, newest, cancellationToken) : running);
            if (state.Phase is AgentPhase.Ended) await fetching;
        }

        return [.. state.Checkpoints.Where(each => Directory.Exists(Path.Combine(folder, each.Id)))];
    }

    /// <summary>Brings the newest checkpoint that is whole here; gives what the machine may start from.</summary>
    public async Task<ImmutableArray<CheckpointRef>> BringAsync(Slot slot, AgentOrder order, CancellationToken cancellationToken)
    {
        if (_brought.TryGetValue(slot.Token, out var known) && order.RestoreFrom.Contains(known)) return [known];
        foreach (var checkpoint in order.RestoreFrom)
        {
            if (ReadManifest(Path.Combine(FolderOf(order.Run), checkpoint.Id), checkpoint) is not { } manifest || !await IsWholeAsync(order.Run, manifest, cancellationToken)) continue;
            var limit = Patience + TimeSpan.FromSeconds(manifest.Bytes / BytesPerSecondMin);
            await lines.UseAsync(slot, limit, async (line, token) =>
            {
                foreach (var name in manifest.Files.Select(file => "files/" + file.Path).Append("manifest.json")) await SendAsync(slot, line, order.Run, checkpoint.Id, name, token);
                return true;
            }, cancellationToken);
            _brought[slot.Token] = checkpoint;
            return [checkpoint];
        }

        return [];
    }

    /// <summary>Forgets a machine that is over.</summary>
    public void Forget(LaunchToken token)
    {
        _fetching.TryRemove(token, out _);
        _brought.TryRemove(token, out _);
    }

    private async Task FetchOneAsync(Slot slot, AgentOrder order, CheckpointRef checkpoint, CancellationToken cancellationToken)
    {
        var folder = FolderOf(order.Run);
        var part = Path.Combine(folder, $"{checkpoint.Id}.tmp-{Guid.NewGuid():N}");
        try
        {
            if (Fence(folder) >= checkpoint.Epoch) return;
            var limit = Patience + TimeSpan.FromSeconds(checkpoint.Bytes / BytesPerSecondMin);
            await lines.UseAsync(slot, limit, (line, token) => ReceiveAsync(slot, line, order.Run, checkpoint, part, token), cancellationToken);
            if (Fence(folder) >= checkpoint.Epoch) return;
            Directory.Move(part, Path.Combine(folder, checkpoint.Id));
            Prune(folder, checkpoint.Epoch, Math.Max(KeptMin, order.Job.Checkpoint?.Keep ?? 0));
        }
        catch (Exception fault) when (fault is ProviderException or IOException or UnauthorizedAccessException or OperationCanceledException)
        {
            // The agent names it again with its next word, or a newer one.
        }
        finally
        {
            if (Directory.Exists(part)) Directory.Delete(part, recursive: true);
        }
    }

    private async Task<bool> ReceiveAsync(Slot slot, AgentLine line, RunId run, CheckpointRef checkpoint, string part, CancellationToken cancellationToken)
    {
        if (Directory.Exists(part)) Directory.Delete(part, recursive: true);
        Directory.CreateDirectory(part, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var there = $"{run}/{checkpoint.Id}/";
        var hash = await ReceiveFileAsync(slot, line, there + "manifest.json", Path.Combine(part, "manifest.json"), cancellationToken);
        if (hash != checkpoint.ManifestSha256 || ReadManifest(part, checkpoint) is not { } manifest) throw new IOException($"checkpoint {checkpoint.Id} arrived damaged");
        foreach (var file in manifest.Files)
        {
            if (await ReceiveFileAsync(slot, line, $"{there}files/{file.Path}", Path.Combine(part, "files", file.Path), cancellationToken) != file.Sha256)
                throw new IOException($"{file.Path} of checkpoint {checkpoint.Id} arrived damaged");
        }

        return true;
    }

    private async Task<string> ReceiveFileAsync(Slot slot, AgentLine line, string there, string here, CancellationToken cancellationToken)
    {
        if (Path.GetDirectoryName(here) is { } parent) Directory.CreateDirectory(parent);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var file = new FileStream(here, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        while (true)
        {
            var reply = await AgentLink.AskAsync(slot, line, request(slot, "read") with { Text = there, Offset = file.Position, Length = PieceBytes }, cancellationToken);
            if (reply.Length is < 0 or > PieceBytes) throw new IOException($"the agent sent {reply.Length} bytes of {there}");
            var piece = new byte[reply.Length];
            await AgentLink.FillAsync(line, piece, cancellationToken);
            hash.AppendData(piece);
            await file.WriteAsync(piece, cancellationToken);
            if (reply.AtEnd) break;
            if (piece.Length == 0) throw new IOException($"{there} breaks off");
        }

        file.Flush(flushToDisk: true);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private async Task SendAsync(Slot slot, AgentLine line, RunId run, string id, string name, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(Path.Combine(FolderOf(run), id, name), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0);
        var buffer = new byte[PieceBytes];
        do
        {
            var offset = file.Position;
            var count = await file.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
            await line.WriteAsync(request(slot, "write") with { Text = $"{run}/{id}/{name}", Offset = offset, Length = count }, AgentJson.Default.AgentRequest, cancellationToken);
            await line.WriteBytesAsync(buffer.AsMemory(0, count), cancellationToken);
            await AgentLink.ReplyAsync(slot, line, cancellationToken);
        }
        while (file.Position < file.Length);
    }

    private async Task<bool> IsWholeAsync(RunId run, CheckpointManifest manifest, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var each in manifest.Files)
            {
                await using var file = new FileStream(Path.Combine(FolderOf(run), manifest.Id, "files", each.Path), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
                if (Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken)) != each.Sha256) return false;
            }

            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static CheckpointManifest? ReadManifest(string folder, CheckpointRef checkpoint)
    {
        try
        {
            var json = File.ReadAllBytes(Path.Combine(folder, "manifest.json"));
            if (Convert.ToHexStringLower(SHA256.HashData(json)) != checkpoint.ManifestSha256) return null;
            var manifest = JsonSerializer.Deserialize(json, AgentJson.Default.CheckpointManifest);
            return manifest?.Files.Any(file => Path.IsPathRooted(file.Path) || file.Path.Split('/').Contains("..")) is false ? manifest : null;
        }
        catch (Exception fault) when (fault is IOException or JsonException)
        {
            return null;
        }
    }

    private static void Prune(string folder, int epoch, int keep)
    {
        var prefix = epoch.ToString("D5", CultureInfo.InvariantCulture) + "-";
        var own = Directory.EnumerateDirectories(folder, prefix + "*").Where(path => !path.Contains(".tmp-", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
        foreach (var old in own.SkipLast(keep)) Directory.Delete(old, recursive: true);
    }

    private static int Fence(string folder) =>
        File.Exists(Path.Combine(folder, "fence")) && int.TryParse(File.ReadAllText(Path.Combine(folder, "fence")), CultureInfo.InvariantCulture, out var epoch) ? epoch : 0;

    private string FolderOf(RunId run)
    {
        var folder = Path.Combine(root, run.ToString());
        Directory.CreateDirectory(folder);
        return folder;
    }
}
