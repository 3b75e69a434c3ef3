namespace Haggle.Machines;

/// <summary>
/// One at a time on this host may make or end machines of a root: a lock on a file, which the system lets go of when its holder dies, however it dies.
/// </summary>
internal sealed class FolderLock : IDisposable
{
    // Making a machine takes milliseconds and ending one at most a few seconds; longer means that somebody is stuck.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Retry = TimeSpan.FromMilliseconds(10);

    private readonly FileStream _file;

    private FolderLock(FileStream file) => _file = file;

    public static async Task<FolderLock> TakeAsync(string root, TimeProvider time, CancellationToken cancellationToken)
    {
        var path = Path.Combine(root, ".lock");
        var began = time.GetTimestamp();
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                return new FolderLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (IOException busy) when (busy is not DirectoryNotFoundException && time.GetElapsedTime(began) < Patience && File.Exists(path))
            {
                await Task.Delay(Retry, time, cancellationToken).ConfigureAwait(false);
            }
            catch (IOException stuck) when (stuck is not DirectoryNotFoundException && File.Exists(path))
            {
                throw new MachineFault($"another Haggle process has held {path} for {Patience.TotalSeconds:0} s; is one stuck?", isTransient: true, stuck);
            }
        }
    }

    public void Dispose() => _file.Dispose();
}
