using System.Reflection;
using Haggle.Engine.Ports;

namespace Haggle.Server.Hosting;

/// <summary>The program: reads its arguments, takes the lock of the state folder, runs until it is told to stop or has nothing to watch.</summary>
internal static class ServerProgram
{
    private const string Usage = """
        haggle-server --home DIR [--private]

          --home DIR   the state folder (default: $HAGGLE_HOME, or ~/.haggle)
          --private    end when there has been nothing to watch for a few minutes
          --version    print the version

        It listens on DIR/server.sock. `haggle` starts one by itself when it needs one.
        """;

    private const int ExitUsage = 2;
    private const int ExitFailed = 1;

    public static async Task<int> RunAsync(string[] args)
    {
        var home = Environment.GetEnvironmentVariable("HAGGLE_HOME") is { Length: > 0 } named
            ? named
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".haggle");
        var isPrivate = false;
        for (var i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--home" when i + 1 < args.Length:
                    home = args[++i];
                    break;
                case "--private":
                    isPrivate = true;
                    break;
                case "--version":
                    Console.WriteLine(Version);
                    return 0;
                case "--help" or "-h":
                    Console.WriteLine(Usage);
                    return 0;
                default:
                    await Console.Error.WriteLineAsync($"haggle-server: '{args[i]}' is not understood\n\n{Usage}");
                    return ExitUsage;
            }
        }

        try
        {
            var folder = new HomeFolder(home);
            using var only = InstanceLock.TryTake(folder.Lock);
            if (only is null)
            {
                // Another server of this folder is there or coming: whoever wanted one has it.
                await Console.Error.WriteLineAsync($"haggle-server: another server works on {folder.Path}");
                return 0;
            }

            await using var host = await ServerHost.BuildAsync(folder, isPrivate);
            await host.RunAsync();
            return 0;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or StoreException or ConfigurationException)
        {
            await Console.Error.WriteLineAsync("haggle-server: " + fault.Message);
            return fault is ConfigurationException ? ExitUsage : ExitFailed;
        }
    }

    public static string Version { get; } =
        typeof(ServerProgram).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";
}
