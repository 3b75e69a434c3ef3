using System.Security.Cryptography;
using Haggle.Wire.Agent;

namespace Haggle.Agent.Files;

/// <summary>Takes in bundles of files as they arrive and tells who waits for one. Thread-safe.</summary>
internal sealed class BundleShelf(MachineFolder folder)
{
    private readonly Lock gate = new();
    private TaskCompletionSource arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int parts;

    public bool Has(string sha256) => File.Exists(folder.Bundle(sha256));

    /// <summary>Waits until a bundle is there.</summary>
    public async Task ArrivedAsync(string sha256, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task signal;
            lock (gate) signal = arrived.Task;
            if (Has(sha256)) return;
            await signal.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Takes the raw bytes of a "put".</summary>
    /// <param name="line">Where they come from.</param>
    /// <param name="sha256">Their name.</param>
    /// <param name="length">How many.</param>
    /// <param name="alive">Told whenever some have come.</param>
    /// <param name="cancellationToken">Gives up; what has come is dropped.</param>
    /// <exception cref="InvalidDataException">The bytes are not the ones that were named.</exception>
    public async Task TakeAsync(AgentLine line, string sha256, long length, Action alive, CancellationToken cancellationToken)
    {
        if (sha256.Length != 64 || !sha256.All(char.IsAsciiHexDigitLower)) throw new InvalidDataException("a bundle is named by its SHA-256 in lower-case hex");
        var part = folder.Bundle(sha256) + ".part" + Interlocked.Increment(ref parts);
        try
        {
            var hash = await CopyAsync(line, part, length, alive, cancellationToken);
            if (hash != sha256) throw new InvalidDataException($"the bundle's SHA-256 is {hash}, not {sha256}");
            File.Move(part, folder.Bundle(sha256), overwrite: true);
        }
        finally
        {
            File.Delete(part);
        }

        TaskCompletionSource signal;
        lock (gate)
        {
            signal = arrived;
            arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        signal.TrySetResult();
    }

    private static async Task<string> CopyAsync(AgentLine line, string part, long length, Action alive, CancellationToken cancellationToken)
    {
        var buffer = new byte[128 * 1024];
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var file = new FileStream(part, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        for (var left = length; left > 0;)
        {
            var count = await line.ReadBytesAsync(buffer.AsMemory(0, (int)Math.Min(left, buffer.Length)), cancellationToken);
            if (count == 0) throw new InvalidDataException("the bundle broke off");
            hash.AppendData(buffer, 0, count);
            await file.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
            left -= count;
            alive();
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
