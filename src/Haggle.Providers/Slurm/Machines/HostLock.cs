using System.Text;
using Haggle.Providers.Hosts;

namespace Haggle.Providers.Slurm.Machines;

/// <summary>
/// One at a time may submit and cancel a cluster's jobs, whichever server it is: a lock on a file on the login node, held by a program there that ends when its
/// input does, however its holder dies.
/// </summary>
internal sealed class HostLock : IAsyncDisposable
{
    // Whoever holds it asks Slurm a few questions, each with a limit of its own.
    private const int PatienceSeconds = 120;
    private const string Held = "held";

    private readonly Stream _stream;

    private HostLock(Stream stream) => _stream = stream;

    public static async Task<HostLock> TakeAsync(IHost host, string path, CancellationToken cancellationToken)
    {
        Stream stream;
        try
        {
            var words = new HostCommand { Words = ["flock", "-w", $"{PatienceSeconds}", path, "/bin/sh", "-c", $"echo {Held}; cat >/dev/null"] };
            stream = await host.OpenAsync(words, cancellationToken).ConfigureAwait(false);
        }
        catch (HostException fault)
        {
            throw new SlurmException(fault.Message, fault.IsTransient, fault);
        }

        try
        {
            if (await FirstWordAsync(stream, cancellationToken).ConfigureAwait(false) == Held) return new HostLock(stream);
            throw new SlurmException($"another Haggle server has held {path} on {host.Name} for {PatienceSeconds} s; is one stuck?", isTransient: true);
        }
        catch (IOException fault)
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            throw new SlurmException($"the lock {path} on {host.Name} cannot be taken: {fault.Message}", isTransient: true, fault);
        }
        catch
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    private static async Task<string> FirstWordAsync(Stream stream, CancellationToken cancellationToken)
    {
        var word = new StringBuilder();
        var one = new byte[1];
        while (word.Length <= Held.Length && await stream.ReadAsync(one, cancellationToken).ConfigureAwait(false) == 1 && one[0] != '\n') word.Append((char)one[0]);
        return word.ToString();
    }
}
