namespace Haggle.Agent.Containers;

/// <summary>A private folder for one pull: the login, and what podman has fetched so far. Gone with the pull, however it ends.</summary>
internal sealed class PullFolder : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly string login;

    /// <summary>Makes it.</summary>
    /// <param name="home">The machine's folder: large files go there.</param>
    /// <param name="token">The machine's token.</param>
    public PullFolder(string home, string token)
    {
        Fetched = Path.Combine(home, "pull");
        Directory.CreateDirectory(Fetched, OwnerOnly);
        login = LoginFolder(home, token);
        // What an attempt that was cut off may have left is not trusted.
        if (Directory.Exists(login)) Directory.Delete(login, recursive: true);
        Directory.CreateDirectory(login, OwnerOnly);
    }

    /// <summary>Where a machine's login lies during a pull: in memory where there is a file system in memory, which /dev/shm is everywhere but in odd containers.</summary>
    public static string LoginFolder(string home, string token) => Path.Combine(Directory.Exists("/dev/shm") ? "/dev/shm" : home, $"haggle-login-{token}");

    /// <summary>Where podman puts what it fetches.</summary>
    public string Fetched { get; }

    /// <summary>Docker's configuration folder of this pull.</summary>
    public string Login => login;

    /// <summary>The file with the login.</summary>
    public string LoginFile => Path.Combine(login, "config.json");

    /// <summary>The bytes that were fetched so far.</summary>
    public long Bytes()
    {
        try
        {
            return new DirectoryInfo(Fetched).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
        }
        catch (Exception moving) when (moving is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    public void Dispose()
    {
        foreach (var folder in (string[])[login, Fetched])
        {
            try
            {
                if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
            }
            catch (Exception busy) when (busy is IOException or UnauthorizedAccessException)
            {
                // It is in the machine's folder, or an empty one in memory; both go with the machine.
            }
        }
    }
}
