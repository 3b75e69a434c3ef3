using System.CommandLine;
using Haggle.Cli.Home;
using Haggle.Cli.Render;
using Haggle.Wire.Rest;

namespace Haggle.Cli.Commands;

/// <summary>`haggle server start|stop|status`.</summary>
internal static class ServerCommand
{
    public static Command Build(World world, GlobalOptions globals)
    {
        var verb = new Verb(
            "server", "Look after the server in the background. It is started by itself when it is needed.",
            "haggle server status # is it there, since when, what does it watch", "haggle server stop # runs go on; the next command starts it again");
        verb.Add(new Verb("start", "Start the private server if it is not there.", "haggle server start").Does(world, globals, StartAsync));
        verb.Add(new Verb("stop", "End the server. Runs go on without it until their machines' leases end.", "haggle server stop").Does(world, globals, StopAsync));
        verb.Add(new Verb("status", "Show the server.", "haggle server status --json").Does(world, globals, ShowAsync));
        return verb;
    }

    private static async Task<int> StartAsync(VerbCall call, CancellationToken cancellationToken)
    {
        using var client = await call.World.ConnectAsync(cancellationToken).ConfigureAwait(false);
        Show(call, await client.AboutAsync(cancellationToken).ConfigureAwait(false));
        return ExitCodes.Ok;
    }

    private static async Task<int> ShowAsync(VerbCall call, CancellationToken cancellationToken)
    {
        using var client = await ServerDoor.OpenAsync(call.World, mayStart: false, cancellationToken).ConfigureAwait(false);
        Show(call, await client.AboutAsync(cancellationToken).ConfigureAwait(false));
        return ExitCodes.Ok;
    }

    private static async Task<int> StopAsync(VerbCall call, CancellationToken cancellationToken)
    {
        AboutMessage about;
        using (var client = await ServerDoor.OpenAsync(call.World, mayStart: false, cancellationToken).ConfigureAwait(false))
            about = await client.StopServerAsync(new StopServerRequest(), cancellationToken).ConfigureAwait(false);
        if (about.IsPrivate) await ServerStop.WaitAsync(call.World, cancellationToken).ConfigureAwait(false);
        call.Show(about, RestJson.Default.AboutMessage, (page, message) => page.Wrapped(message.LiveRuns == 0
            ? $"The server (process {message.ProcessId}) has ended."
            : $"The server (process {message.ProcessId}) has ended; {SizeText.Count(message.LiveRuns, "run")} without it until the next command starts it again."));
        return ExitCodes.Ok;
    }

    private static void Show(VerbCall call, AboutMessage about) => call.Show(about, RestJson.Default.AboutMessage, (page, message) =>
    {
        page.Line(new Inked("Server", Ink.Strong), $" version {message.Version}, process {message.ProcessId}");
        page.Labelled("Up", $"since {TimeText.Instant(message.StartedAt)}, for {TimeText.Between(message.StartedAt, call.World.Time.GetUtcNow())}");
        page.Labelled("Watches", SizeText.Count(message.LiveRuns, "live run"));
        page.Labelled("State", message.Home);
        page.Labelled("Owner", message.Owner);
        if (ServerBuild.IsOther(message, call.World)) page.Labelled("Build", "another one than the program on disk: haggle server stop, and the next command starts the new one", Ink.Careful);
    });
}
