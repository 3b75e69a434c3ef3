using System.CommandLine;
using Haggle.Cli.Access;
using Haggle.Cli.Render;
using Haggle.Wire.Rest;

namespace Haggle.Cli.Commands;

/// <summary>`haggle status [RUN]`.</summary>
internal static class StatusCommand
{
    public const int DefaultLimit = 50;

    public static Command Build(World world, GlobalOptions globals)
    {
        var run = RunArgument.Optional();
        var all = new Option<bool>("--all", "-a") { Description = "Also runs that are over." };
        var limit = new Option<int>("--limit") { Description = "So many at most.", HelpName = "N", DefaultValueFactory = _ => DefaultLimit };
        var verb = new Verb(
            "status", "Show the runs that are live, or everything about one.",
            "haggle status # what runs now", "haggle status --all # also what is over", "haggle status charlm # the newest run of that name");
        verb.Add(run);
        verb.Add(all);
        verb.Add(limit);
        return verb.Does(world, globals, (call, cancellationToken) => call.Result.GetValue(run) is { } one
            ? OneAsync(call, one, cancellationToken)
            : ListAsync(call.World, call.Value(all), Math.Clamp(call.Value(limit), 1, 1000), call.Json, cancellationToken));
    }

    public static async Task<int> ListAsync(World world, bool all, int limit, bool json, CancellationToken cancellationToken)
    {
        RunListMessage list;
        var isUntouched = IsUntouched(world);
        if (isUntouched) list = new RunListMessage { Now = world.Time.GetUtcNow() };
        else
        {
            using var client = await world.ConnectAsync(cancellationToken).ConfigureAwait(false);
            await SshLeftovers.ClearAsync(world, client, cancellationToken).ConfigureAwait(false);
            list = await client.RunsAsync(all, limit, cancellationToken).ConfigureAwait(false);
        }

        VerbCall.Show(world.Terminal, json, list, RestJson.Default.RunListMessage, (page, message) => RunListView.Write(page, message, all || isUntouched));
        return ExitCodes.Ok;
    }

    /// <summary>Where nothing was ever submitted there is nothing to watch, and no server is started only to say so.</summary>
    public static bool IsUntouched(World world) =>
        world.ServerAddress is null && world.Variable("HAGGLE_SERVER") is null && !world.StateFolder.HasHistory && !File.Exists(world.StateFolder.SocketPath);

    private static async Task<int> OneAsync(VerbCall call, string text, CancellationToken cancellationToken)
    {
        using var client = await call.World.ConnectAsync(cancellationToken).ConfigureAwait(false);
        await SshLeftovers.ClearAsync(call.World, client, cancellationToken).ConfigureAwait(false);
        var run = await RunArgument.FindAsync(client, text, cancellationToken).ConfigureAwait(false);
        call.Show(run, RestJson.Default.RunMessage, RunView.Write);
        return ExitCodes.Ok;
    }
}
