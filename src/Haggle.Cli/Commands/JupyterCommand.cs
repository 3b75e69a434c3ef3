using System.CommandLine;
using System.Security.Cryptography;
using Haggle.Cli.Launching;
using Haggle.Cli.Notebooks;
using Haggle.Cli.Rehearsing;
using Haggle.Cli.Render;

namespace Haggle.Cli.Commands;

/// <summary>`haggle jupyter RUN | --on OFFER`.</summary>
internal static class JupyterCommand
{
    private const int TokenBytes = 24;

    private static readonly TimeSpan DefaultIdle = TimeSpan.FromMinutes(30);

    public static Command Build(World world, GlobalOptions globals)
    {
        var run = RunArgument.Optional();
        var on = new Option<string?>("--on") { Description = "Get a machine for it: the key of an offer, an instance type, a GPU, or local.", HelpName = "OFFER" };
        var cloud = new Option<string?>("--cloud") { Description = "With an instance type or GPU: only offers of this provider.", HelpName = "NAME" };
        var onDemand = new Option<bool>("--on-demand") { Description = "Only machines that nobody takes away." };
        var idle = new Option<string?>("--idle") { Description = "It ends after so long without use (default 30m); 0 never.", HelpName = "TIME" };
        var files = new Option<string?>("--workdir") { Description = "The files of this folder are the first notebooks.", HelpName = "DIR" };
        var name = new Option<string?>("--name", "-n") { Description = "The run's name (default notebook).", HelpName = "NAME" };
        var env = new Option<string[]>("--env") { Description = "An environment variable. Repeatable.", HelpName = "NAME=VALUE" };
        var secret = new Option<string[]>("--secret") { Description = "The same, never shown or logged.", HelpName = "NAME[=VALUE]" };
        var image = new Option<string?>("--image") { Description = "The image to run in, for example docker:IMAGE.", HelpName = "IMAGE" };
        var budget = new Option<string?>("--budget") { Description = "The most it may cost, in US dollars.", HelpName = "AMOUNT" };
        var rehearse = new Option<bool>("--rehearse") { Description = "Run it on this computer as if on the offer. Nothing is rented." };
        var reclaims = new Option<string?>("--reclaim-every") { Description = "Rehearsal: take the machine away after so long, again and again.", HelpName = "TIME" };
        var install = new Option<bool>("--install") { Description = "Put JupyterLab into a folder of the machine when it is not there (with --on: always)." };
        var port = new Option<int>("--port") { Description = "The port on this computer (default: any that is free).", HelpName = "N" };
        var noOpen = new Option<bool>("--no-open") { Description = "Do not open the browser." };
        var yes = new Option<bool>("--yes", "-y") { Description = "Do not ask before money is spent." };
        var verb = new Verb(
            "jupyter", "Open a notebook on a run's machine, or get a machine for one; it ends when nobody uses it.",
            "haggle jupyter charlm # beside the program of a run", "haggle jupyter --on g4dn.xlarge --cloud aws # a machine of its own, given back when idle",
            "haggle jupyter --on local --workdir notebooks # on this computer");
        verb.Add(run);
        foreach (var option in (Option[])[on, cloud, onDemand, rehearse, reclaims, files, idle, name, env, secret, image, budget, install, port, noOpen, yes]) verb.Add(option);
        return verb.Does(world, globals, async (call, cancellationToken) =>
        {
            var named = call.Result.GetValue(run);
            var offer = call.Value(on);
            if ((named is null) == (offer is null)) throw CliException.BadInput("jupyter needs either a run or --on OFFER", "haggle jupyter charlm, or haggle jupyter --on g4dn.xlarge --cloud aws");
            if (call.Value(port) is < 0 or > 65535) throw CliException.BadInput("--port must be between 0 and 65535");
            var span = call.Value(idle) is { } text ? text == "0" ? TimeSpan.Zero : RehearsalWish.ReadSpan("--idle", text, TimeSpan.FromSeconds(1)) : DefaultIdle;
            var wish = new NotebookWish
            {
                Settings = new NotebookSettings { Beside = true, Wait = offer is not null, Install = call.Value(install) || offer is not null, IdleSeconds = span.TotalSeconds },
                Token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(TokenBytes)),
                LocalPort = call.Value(port),
                Opens = !call.Value(noOpen) && call.Terminal.OutputIsTerminal,
                OwnsRun = offer is not null,
                Json = call.Json,
            };
            if (offer is null) return await BesideAsync(call, named!, wish, cancellationToken).ConfigureAwait(false);

            var key = NotebookTask.Offer(call.World, offer, call.Value(cloud), call.Value(onDemand), call.Value(rehearse));
            // A person works at the clock's own pace; only reclaims that are asked for every few seconds need a faster one to have their notice.
            var rehearsal = new RehearsalWish { Offer = call.Value(rehearse) ? key : null, ReclaimEvery = call.Value(reclaims), Speed = call.Value(rehearse) && call.Value(reclaims) is null ? "1" : null };
            var secrets = Assignments.Read("--secret", call.Value(secret) ?? [], call.World).SetItem(NotebookTask.TokenName, wish.Token);
            var launch = new LaunchWish
            {
                File = "notebook",
                Text = NotebookTask.Text(wish.Settings with { Beside = false, Wait = false }, call.Value(files) is { } folder ? call.World.PathOf(folder) : null, call.Value(image), call.Value(budget)),
                Offer = rehearsal.Offer is null ? key : null,
                Name = call.Value(name),
                Environment = Assignments.Read("--env", call.Value(env) ?? [], call.World),
                Secrets = secrets,
                Rehearsal = rehearsal,
                Yes = call.Value(yes),
                Json = call.Json,
            };
            return await new Launch(call.World, launch, async (submitted, token) =>
            {
                var client = await call.World.ConnectAsync(token).ConfigureAwait(false);
                using var session = new NotebookSession(call.World, client, submitted, wish);
                return await session.RunAsync(token).ConfigureAwait(false);
            }).RunAsync(cancellationToken).ConfigureAwait(false);
        });
    }

    private static async Task<int> BesideAsync(VerbCall call, string named, NotebookWish wish, CancellationToken cancellationToken)
    {
        var client = await call.World.ConnectAsync(cancellationToken).ConfigureAwait(false);
        var found = await RunArgument.FindAsync(client, named, cancellationToken).ConfigureAwait(false);
        if (Words.IsOver(found)) throw new CliException(ExitCodes.Conflict, $"run {found.Id} ({found.Name}) is over: {found.Outcome}", "haggle jupyter --on OFFER gets a machine for a notebook.");
        using var session = new NotebookSession(call.World, client, found, wish);
        return await session.RunAsync(cancellationToken).ConfigureAwait(false);
    }
}
