using System.CommandLine;
using Haggle.Cli.Launching;
using Haggle.Cli.Rehearsing;

namespace Haggle.Cli.Commands;

/// <summary>`haggle launch FILE`.</summary>
internal static class LaunchCommand
{
    public static Command Build(World world, GlobalOptions globals)
    {
        var file = new Argument<string?>("FILE") { Description = "The task file (SkyPilot's YAML and more; docs/task-file.md).", Arity = ArgumentArity.ZeroOrOne };
        var yes = new Option<bool>("--yes", "-y") { Description = "Do not ask before money is spent." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Show the plan and do nothing." };
        var detach = new Option<bool>("--detach", "-d") { Description = "Do not follow the run." };
        var env = new Option<string[]>("--env") { Description = "An environment variable; NAME alone passes on the one here. Repeatable.", HelpName = "NAME=VALUE" };
        var secret = new Option<string[]>("--secret") { Description = "The same, never shown or logged. NAME alone keeps the value out of your shell's history.", HelpName = "NAME[=VALUE]" };
        var name = new Option<string?>("--name", "-c", "-n") { Description = "The run's name.", HelpName = "NAME" };
        var rehearse = new Option<string?>("--rehearse")
        {
            Description = "Run it here as if on OFFER: its price, its reclaims, its time. Nothing is rented.",
            HelpName = "OFFER",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var trace = new Option<string?>("--trace") { Description = "Rehearsal: replay the reclaims of a recorded availability.", HelpName = "FILE" };
        var reclaims = new Option<string?>("--reclaim-every") { Description = "Rehearsal: take the machines away after so long, again and again.", HelpName = "TIME" };
        var speed = new Option<string?>("--speed") { Description = "Rehearsal: so many seconds there pass in one second here.", HelpName = "N" };
        var notice = new Option<string?>("--notice") { Description = "Rehearsal: how long before a reclaim the machine hears of it.", HelpName = "TIME" };
        var seed = new Option<long?>("--seed") { Description = "Rehearsal: another draw, or another place of the trace to start at.", HelpName = "N" };
        var verb = new Verb(
            "launch", "Find the deal for a task, run it there, bring it back when machines are taken away, and show the bill.",
            "haggle launch task.yaml --dry-run # the plan and its price, nothing else",
            "haggle launch task.yaml # asks before money is spent",
            "haggle launch task.yaml -d -c night -y # no question, in the background",
            "haggle launch task.yaml --rehearse --reclaim-every 40s # do my checkpoints work?",
            "haggle launch task.yaml --rehearse aws/us-east-1/p3.2xlarge/spot --speed 600",
            "haggle launch task.yaml --env EPOCHS=3 --secret WANDB_API_KEY");
        verb.Add(file);
        foreach (var option in (Option[])[yes, dryRun, detach, name, env, secret, rehearse, trace, reclaims, speed, notice, seed]) verb.Add(option);
        return verb.Does(world, globals, (call, cancellationToken) =>
        {
            var rehearsed = call.Result.GetResult(rehearse) is null ? null : call.Value(rehearse) ?? "";
            var (path, offer) = Untangle(call.World, call.Result.GetValue(file), rehearsed);
            var wish = new LaunchWish
            {
                File = path,
                Name = call.Value(name),
                Environment = Assignments.Read("--env", call.Value(env) ?? [], call.World),
                Secrets = Assignments.Read("--secret", call.Value(secret) ?? [], call.World),
                Rehearsal = new RehearsalWish
                {
                    Offer = offer,
                    Trace = call.Value(trace),
                    ReclaimEvery = call.Value(reclaims),
                    Speed = call.Value(speed),
                    Notice = call.Value(notice),
                    Seed = call.Value(seed),
                },
                Yes = call.Value(yes),
                DryRun = call.Value(dryRun),
                Detach = call.Value(detach),
                Json = call.Json,
            };
            return new Launch(call.World, wish).RunAsync(cancellationToken);
        });
    }

    /// <summary>In `launch --rehearse task.yaml` the file stands where an offer could: a file of that name settles it.</summary>
    private static (string File, string? Offer) Untangle(World world, string? file, string? offer)
    {
        if (file is not null) return (file, offer);
        if (offer is { Length: > 0 } && (File.Exists(world.PathOf(offer)) || offer.EndsWith(".yaml", StringComparison.Ordinal) || offer.EndsWith(".yml", StringComparison.Ordinal))) return (offer, "");
        throw CliException.BadInput("launch needs a task file", "haggle launch task.yaml");
    }
}
