using Haggle.Cli.Rest;
using Haggle.Wire.Rest;

namespace Haggle.Cli.Home;

/// <summary>Notices that a server still runs an older build than the program on disk.</summary>
internal static class ServerBuild
{
    /// <summary>Whether the private server is of another build than the program that would be started now.</summary>
    public static bool IsOther(AboutMessage about, World world) =>
        about.IsPrivate && about.Build.Length > 0 && OnDisk(world) is { } build && build != about.Build;

    /// <summary>Replaces a server of another build when it watches nothing; otherwise says so and goes on with it.</summary>
    public static async Task<HaggleClient> RenewAsync(HaggleClient client, World world, CancellationToken cancellationToken)
    {
        var about = await client.AboutAsync(cancellationToken).ConfigureAwait(false);
        if (!IsOther(about, world)) return client;
        if (about.LiveRuns > 0)
        {
            world.Terminal.Say($"Note: the server (process {about.ProcessId}) is of an older build and watches {Render.SizeText.Count(about.LiveRuns, "run")}. When you like: haggle server stop; the next command starts the new one and runs go on.", Render.Ink.Careful);
            return client;
        }

        await client.StopServerAsync(new StopServerRequest { WhenIdle = true }, cancellationToken).ConfigureAwait(false);
        client.Dispose();
        await ServerStop.WaitAsync(world, cancellationToken).ConfigureAwait(false);
        return await world.ConnectAsync(cancellationToken).ConfigureAwait(false);
    }

    private static string? OnDisk(World world)
    {
        try
        {
            var library = Path.ChangeExtension(PrivateServer.FindProgram(world), null) + ".dll";
            return File.Exists(library) ? BuildName.Of(ProductVersion.Text, File.GetLastWriteTimeUtc(library)) : null;
        }
        catch (CliException)
        {
            // No server program beside this command: there is no newer one either.
            return null;
        }
    }
}
