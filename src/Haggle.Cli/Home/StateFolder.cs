namespace Haggle.Cli.Home;

/// <summary>The folder that holds everything Haggle remembers on this machine.</summary>
/// <param name="Path">Its absolute path.</param>
internal sealed record StateFolder(string Path)
{
    public string SocketPath => System.IO.Path.Combine(Path, "server.sock");

    public string ServerLog => System.IO.Path.Combine(Path, "server.log");

    public string Database => System.IO.Path.Combine(Path, "haggle.db");

    public string Bundles => System.IO.Path.Combine(Path, "bundles");

    /// <summary>Whether anything was ever submitted from here.</summary>
    public bool HasHistory => File.Exists(Database);

    public static StateFolder Of(Func<string, string?> variable) =>
        new(System.IO.Path.GetFullPath(variable("HAGGLE_HOME") ?? System.IO.Path.Combine(variable("HOME") ?? "/", ".haggle")));

    /// <summary>Makes the folder, open to its owner only: it holds secrets and the socket that can spend money.</summary>
    public void Make()
    {
        try
        {
            if (!Directory.Exists(Path)) Directory.CreateDirectory(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw CliException.BadInput($"the state folder {Path} cannot be made: {problem.Message}", "Set HAGGLE_HOME to a folder that you may write to.");
        }
    }
}
