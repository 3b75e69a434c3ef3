using System.Globalization;
using System.Text.Json;

namespace Haggle.Buckets;

/// <summary>A folder in a store and what is done in it. Every call is one command; each may be made again. Thread-safe.</summary>
/// <param name="rclone">The program.</param>
/// <param name="remote">The folder.</param>
public sealed class RemoteFolder(Rclone rclone, Remote remote)
{
    // Small objects and lists: a store that takes longer than this for one is treated as one that does not answer.
    private static readonly TimeSpan SmallLimit = TimeSpan.FromSeconds(90);

    /// <summary>The folder's address, for messages.</summary>
    public string Shown => remote.Shown;

    /// <summary>The same, some names deeper.</summary>
    public RemoteFolder In(string below) => new(rclone, remote.In(below));

    /// <summary>Every object below it, sorted by name; none when there is no such folder.</summary>
    /// <exception cref="BucketException">The store does not tell.</exception>
    public async Task<IReadOnlyList<StoredFile>> ListAsync(CancellationToken cancellationToken)
    {
        var end = await RunAsync(["lsjson", "-R", "--files-only", "--no-modtime", "--no-mimetype", At("")], default, null, SmallLimit, cancellationToken).ConfigureAwait(false);
        if (end.IsNotThere) return [];
        if (!end.IsGood) throw Fault("its content could not be listed", end);
        using var document = JsonDocument.Parse(end.Output);
        List<StoredFile> files = [];
        foreach (var row in document.RootElement.EnumerateArray())
            files.Add(new StoredFile(row.GetProperty("Path").GetString() ?? "", row.GetProperty("Size").GetInt64()));
        files.Sort(static (left, right) => string.CompareOrdinal(left.Path, right.Path));
        return files;
    }

    /// <summary>An object's content; null when it is not there.</summary>
    /// <exception cref="BucketException">The store does not give it.</exception>
    public async Task<byte[]?> ReadAsync(string name, CancellationToken cancellationToken)
    {
        var end = await RunAsync(["cat", At(name)], default, null, SmallLimit, cancellationToken).ConfigureAwait(false);

        // A folder of that name would be empty; objects that are read here never are.
        if (end.IsNotThere || (end.IsGood && end.Output.Length == 0)) return null;
        return end.IsGood ? end.Output.ToArray() : throw Fault($"{name} could not be read", end);
    }

    /// <summary>Writes a small object whole.</summary>
    /// <exception cref="BucketException">It may not be there.</exception>
    public async Task WriteAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var end = await RunAsync(["rcat", At(name)], content, null, SmallLimit, cancellationToken).ConfigureAwait(false);
        if (!end.IsGood) throw Fault($"{name} could not be written", end);
    }

    /// <summary>Copies a file or a folder from here to there; what is there already and the same is left alone. Each object's hash is compared where the store keeps one.</summary>
    /// <param name="from">The local file or folder.</param>
    /// <param name="name">Where it goes; "" for the folder itself.</param>
    /// <param name="options">How.</param>
    /// <param name="onProgress">Told how far it has come.</param>
    /// <param name="cancellationToken">Ends it; half uploads are taken back.</param>
    /// <exception cref="BucketException">Not everything is there.</exception>
    public Task SendAsync(string from, string name, CopyOptions options, Action<Transfer>? onProgress, CancellationToken cancellationToken) =>
        CopyAsync(Directory.Exists(from) ? "copy" : "copyto", from, At(name), "it could not be sent", options, onProgress, cancellationToken);

    /// <summary>Copies a file or folder from there to here.</summary>
    /// <param name="name">What is copied; "" for the folder itself.</param>
    /// <param name="to">The local name that it gets.</param>
    /// <param name="options">How.</param>
    /// <param name="onProgress">Told how far it has come.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="BucketException">Not everything is here.</exception>
    public Task FetchAsync(string name, string to, CopyOptions options, Action<Transfer>? onProgress, CancellationToken cancellationToken) =>
        CopyAsync("copyto", At(name), to, "it could not be fetched", options, onProgress, cancellationToken);

    /// <summary>Deletes one object; one that is not there is deleted.</summary>
    public async Task DeleteAsync(string name, CancellationToken cancellationToken)
    {
        var end = await RunAsync(["deletefile", At(name)], default, null, SmallLimit, cancellationToken).ConfigureAwait(false);
        if (!end.IsGood && !end.IsNotThere && !end.Errors.Contains("not found", StringComparison.Ordinal) && !end.Errors.Contains("doesn't exist", StringComparison.Ordinal))
            throw Fault($"{name} could not be deleted", end);
    }

    /// <summary>Deletes everything below a name; nothing there is fine.</summary>
    public async Task PurgeAsync(string name, CancellationToken cancellationToken)
    {
        var end = await RunAsync(["purge", At(name)], default, null, null, cancellationToken).ConfigureAwait(false);
        if (!end.IsGood && !end.IsNotThere && !end.Errors.Contains("directory not found", StringComparison.Ordinal)) throw Fault("it could not be deleted", end);
    }

    /// <summary>Takes back uploads below a name that were begun and never ended; they are invisible and cost money. Only S3 keeps such.</summary>
    public async Task AbortUploadsAsync(string name, CancellationToken cancellationToken)
    {
        if (remote.Settings["type"] != "s3") return;
        var end = await RunAsync(["backend", "cleanup", At(name), "-o", "max-age=0s"], default, null, SmallLimit, cancellationToken).ConfigureAwait(false);
        if (!end.IsGood && !end.IsNotThere) throw Fault("half uploads could not be taken back", end);
    }

    /// <summary>Makes the bucket.</summary>
    /// <returns>Whether it is new.</returns>
    public async Task<bool> MakeBucketAsync(CancellationToken cancellationToken)
    {
        var bucket = remote with { Path = remote.Path.Split('/')[0], Settings = remote.Settings.Remove("no_check_bucket") };
        var seen = await rclone.RunAsync(bucket, ["lsf", "--max-depth", "1", $"{Rclone.Name}:{bucket.Path}"], default, null, SmallLimit, cancellationToken).ConfigureAwait(false);
        if (seen.IsGood) return false;
        if (!seen.IsNotThere) throw RcloneWords.Fault("the bucket could not be looked at", remote.Shown, seen.Code, seen.Errors);
        var made = await rclone.RunAsync(bucket, ["mkdir", $"{Rclone.Name}:{bucket.Path}"], default, null, SmallLimit, cancellationToken).ConfigureAwait(false);
        return made.IsGood ? true : throw RcloneWords.Fault("the bucket could not be made", remote.Shown, made.Code, made.Errors);
    }

    /// <summary>Looks whether the credentials open the folder; one that is empty or not there yet is fine, a bucket that is not there is not.</summary>
    /// <exception cref="BucketException">They do not.</exception>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        var end = await RunAsync(["lsf", "--max-depth", "1", At("")], default, null, SmallLimit, cancellationToken).ConfigureAwait(false);
        if (end.IsGood) return;
        if (!end.IsNotThere || remote.Path.Length == 0) throw Fault("it cannot be used", end);
        var bucket = remote with { Path = remote.Path.Split('/')[0] };
        var whole = await rclone.RunAsync(bucket, ["lsf", "--max-depth", "1", $"{Rclone.Name}:{bucket.Path}"], default, null, SmallLimit, cancellationToken).ConfigureAwait(false);

        // A key that opens one prefix only may not list the bucket; then the prefix is empty and that is all that can be said.
        if (whole.IsNotThere) throw Fault("it cannot be used", whole);
    }

    private async Task CopyAsync(string verb, string from, string to, string what, CopyOptions options, Action<Transfer>? onProgress, CancellationToken cancellationToken)
    {
        List<string> words = [verb, from, to, "--stats=500ms", "--stats-log-level=NOTICE", "--use-json-log", "--no-traverse", .. options.Words()];
        var end = await RunAsync(words, default, onProgress is null ? null : line => Tell(line, onProgress), null, cancellationToken).ConfigureAwait(false);
        if (!end.IsGood) throw Fault(what, end with { Errors = Plain(end.Errors) });
    }

    private static void Tell(string line, Action<Transfer> onProgress)
    {
        if (Transfer.TryRead(line) is { } progress) onProgress(progress);
    }

    // With --use-json-log what went wrong is in JSON too.
    private static string Plain(string errors)
    {
        List<string> lines = [];
        foreach (var line in errors.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            try
            {
                using var document = line.StartsWith('{') ? JsonDocument.Parse(line) : null;
                lines.Add(document is not null && document.RootElement.TryGetProperty("msg", out var text) ? text.GetString() ?? "" : line);
            }
            catch (JsonException)
            {
                lines.Add(line);
            }
        }

        return string.Join('\n', lines);
    }

    private BucketException Fault(string what, RcloneEnd end) => RcloneWords.Fault(what, Shown, end.Code, end.Errors);

    private string At(string name) => $"{Rclone.Name}:{(name.Length == 0 ? remote.Path : remote.In(name).Path)}";

    private async Task<RcloneEnd> RunAsync(
        IReadOnlyList<string> words, ReadOnlyMemory<byte> input, Action<string>? onErrorLine, TimeSpan? limit, CancellationToken cancellationToken)
    {
        try
        {
            return await rclone.RunAsync(remote, words, input, onErrorLine, limit, cancellationToken).ConfigureAwait(false);
        }
        catch (JsonException fault)
        {
            throw new BucketException(StoreTrouble.Other, string.Create(CultureInfo.InvariantCulture, $"{Shown}: rclone's answer is not understood ({fault.Message})"));
        }
    }
}
