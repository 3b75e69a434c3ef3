namespace Haggle.Cli.Home;

/// <summary>Waits until a server that was told to end has ended.</summary>
internal static class ServerStop
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    public static async Task WaitAsync(World world, CancellationToken cancellationToken)
    {
        var start = world.Time.GetTimestamp();
        while (ServerDoor.IsAnswering(world.StateFolder.SocketPath))
        {
            if (world.Time.GetElapsedTime(start) > Patience)
                throw new CliException(ExitCodes.NoServer, $"the server was told to end and still answers after {Patience.TotalSeconds:0} s", $"Its log is {world.StateFolder.ServerLog}");
            await Task.Delay(Look, world.Time, cancellationToken).ConfigureAwait(false);
        }
    }
}
