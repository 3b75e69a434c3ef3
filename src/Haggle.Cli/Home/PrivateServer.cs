using System.Diagnostics;

namespace Haggle.Cli.Home;

/// <summary>
/// Starts the server of a state folder in the background. Two commands may do so at once: each server takes the folder's lock or leaves quietly,
/// and both commands wait for the one socket.
/// </summary>
internal static class PrivateServer
{
    /// <summary>A cold start takes a second at most; a machine under load gets patience.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>How long it is waited after a server left quietly: the one that holds the lock is about to listen.</summary>
    private static readonly TimeSpan PatienceForOther = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(15);

    private const int LogTailLines = 12;

    public static async Task StartAsync(World world, CancellationToken cancellationToken)
    {
        var folder = world.StateFolder;
        folder.Make();
        var program = FindProgram(world);
        var logBefore = File.Exists(folder.ServerLog) ? new FileInfo(folder.ServerLog).Length : 0;
        using var process = Launch(program, folder);
        var time = world.Time;
        var start = time.GetTimestamp();
        TimeSpan? leftAt = null;
        while (!ServerDoor.IsAnswering(folder.SocketPath))
        {
            var waited = time.GetElapsedTime(start);
            if (process.HasExited)
            {
                leftAt ??= waited;
                if (process.ExitCode != 0 || waited - leftAt > PatienceForOther) throw Failed($"the server ended with exit code {process.ExitCode} instead of starting", folder, logBefore);
            }

            if (waited > Patience) throw Failed($"the server does not answer on {folder.SocketPath} after {Patience.TotalSeconds:0} s", folder, logBefore);
            await Task.Delay(Look, time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The server's program: HAGGLE_SERVER_EXE, or the one beside this command.</summary>
    public static string FindProgram(World world)
    {
        if (world.Variable("HAGGLE_SERVER_EXE") is { } named)
            return File.Exists(named) ? named : throw new CliException(ExitCodes.NoServer, $"HAGGLE_SERVER_EXE names {named}, which is not there", "Unset it, or name the haggle-server program.");
        var beside = Path.Combine(AppContext.BaseDirectory, "haggle-server");
        if (File.Exists(beside)) return beside;
        throw new CliException(
            ExitCodes.NoServer,
            $"the server program haggle-server is not beside {Path.Combine(AppContext.BaseDirectory, "haggle")}",
            "Install both together, set HAGGLE_SERVER_EXE, or name a running server with --server URL.");
    }

    /// <summary>
    /// The server gets its own session, so that Ctrl-C in this terminal does not reach it, and the log file instead of this terminal.
    /// Both is the shell's work: a process started here would inherit the terminal.
    /// </summary>
    private static Process Launch(string program, StateFolder folder)
    {
        const string Script = "if command -v setsid >/dev/null 2>&1; then set -- setsid \"$@\"; fi; exec \"$@\" </dev/null >>\"$HAGGLE_SERVER_LOG\" 2>&1";
        var info = new ProcessStartInfo("/bin/sh") { UseShellExecute = false, WorkingDirectory = folder.Path };
        foreach (var argument in (string[])["-c", Script, "haggle-server", program, "--home", folder.Path, "--private"]) info.ArgumentList.Add(argument);
        info.Environment["HAGGLE_SERVER_LOG"] = folder.ServerLog;
        return Process.Start(info) ?? throw new CliException(ExitCodes.NoServer, "/bin/sh cannot be started");
    }

    private static CliException Failed(string message, StateFolder folder, long logBefore)
    {
        var tail = Tail(folder.ServerLog, logBefore);
        return new CliException(ExitCodes.NoServer, tail.Length == 0 ? message : $"{message}; its log says:\n{tail}", $"The whole log is {folder.ServerLog}");
    }

    private static string Tail(string path, long from)
    {
        try
        {
            using var log = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            log.Seek(Math.Max(Math.Min(from, log.Length), log.Length - 8192), SeekOrigin.Begin);
            using var reader = new StreamReader(log);
            return string.Join('\n', reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).TakeLast(LogTailLines).Select(line => "  " + line));
        }
        catch (IOException)
        {
            return "";
        }
    }
}
