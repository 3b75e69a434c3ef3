namespace Haggle.Server.Hosting;

/// <summary>
/// Makes one server per state folder: an exclusive lock on a file, held for the life of the process and freed by the kernel however it ends.
/// </summary>
internal sealed class InstanceLock : IDisposable
{
    private readonly FileStream _file;

    private InstanceLock(FileStream file) => _file = file;

    /// <summary>Takes the lock; null when another process holds it.</summary>
    public static InstanceLock? TryTake(string path)
    {
        try
        {
            // FileShare.None is an advisory flock on Unix, which is what two servers of ours need.
            var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            file.SetLength(0);
            file.Write(System.Text.Encoding.ASCII.GetBytes(Environment.ProcessId + "\n"));
            file.Flush();
            return new InstanceLock(file);
        }
        catch (IOException)
        {
            return null;
        }
    }

    public void Dispose() => _file.Dispose();
}
