using System.CommandLine;
using Haggle.Cli.Rehearsing;
using Haggle.Wire.Rest;

namespace Haggle.Cli.Commands;

/// <summary>`haggle reclaim RUN`: what a provider does, on purpose.</summary>
internal static class ReclaimCommand
{
    public static Command Build(World world, GlobalOptions globals)
    {
        var run = RunArgument.Required();
        var notice = new Option<string?>("--notice") { Description = "How long before the machine hears of it; without it: not at all.", HelpName = "TIME" };
        var rank = new Option<int?>("--rank") { Description = "Only this node; without it: all of them.", HelpName = "N" };
        var verb = new Verb(
            "reclaim", "Take a run's machines away as a spot provider would, to see whether its checkpoints work. Only for machines on this computer.",
            "haggle reclaim charlm # without a warning", "haggle reclaim charlm --notice 2m # with EC2's two minutes", "haggle status charlm # from which checkpoint it came back");
        verb.Add(run);
        verb.Add(notice);
        verb.Add(rank);
        return verb.Does(world, globals, async (call, cancellationToken) =>
        {
            double? seconds = call.Value(notice) is { } text ? RehearsalWish.ReadSpan("--notice", text, TimeSpan.Zero).TotalSeconds : null;
            using var client = await call.World.ConnectAsync(cancellationToken).ConfigureAwait(false);
            var found = await RunArgument.FindAsync(client, call.Value(run), cancellationToken).ConfigureAwait(false);
            var told = await client.ReclaimAsync(found.Id, new ReclaimRequest { NoticeSeconds = seconds, Rank = call.Value(rank) }, cancellationToken).ConfigureAwait(false);
            var when = seconds is > 0 ? $"in {Render.TimeText.Span(seconds)}, and know it" : "now, without notice";
            call.Show(told, RestJson.Default.RunMessage, (page, message) => page.Line($"The machines of run {message.Id} ({message.Name}) are taken back {when}."));
            return ExitCodes.Ok;
        });
    }
}
