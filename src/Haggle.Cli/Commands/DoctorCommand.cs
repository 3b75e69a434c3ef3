using System.CommandLine;
using Haggle.Cli.Home;
using Haggle.Cli.Render;
using Haggle.Wire.Rest;

namespace Haggle.Cli.Commands;

/// <summary>`haggle doctor`: what is installed, what is configured, what to do about the rest.</summary>
internal static class DoctorCommand
{
    public static Command Build(World world, GlobalOptions globals)
    {
        var about = new Argument<string?>("ABOUT") { Description = "aws, gcp, vast, lambda, runpod: the account there and what it may do.", Arity = ArgumentArity.ZeroOrOne };
        var verb = new Verb("doctor", "Check what is installed and configured, and say what to do about the rest.", "haggle doctor # exit code 79 when there is a problem", "haggle doctor aws # permissions and quotas of your AWS account") { about };
        return verb.Does(world, globals, async (call, cancellationToken) =>
        {
            var report = call.Result.GetValue(about) switch
            {
                null => await ExamineAsync(call.World, cancellationToken).ConfigureAwait(false),
                ("aws" or "gcp" or "vast" or "lambda" or "runpod") and var cloud => await CloudAsync(call.World, cloud, cancellationToken).ConfigureAwait(false),
                var other => throw CliException.BadInput($"the doctor does not know '{other}'", "haggle doctor, or haggle doctor aws, gcp, vast, lambda, runpod"),
            };
            call.Show(report, RestJson.Default.DoctorMessage, DoctorView.Write);
            return report.Checks.Any(check => check.State == "problem") ? ExitCodes.Unwell : ExitCodes.Ok;
        });
    }

    private static async Task<DoctorMessage> CloudAsync(World world, string cloud, CancellationToken cancellationToken)
    {
        using var client = await world.ConnectAsync(cancellationToken).ConfigureAwait(false);
        return await client.CloudDoctorAsync(cloud, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<DoctorMessage> ExamineAsync(World world, CancellationToken cancellationToken)
    {
        var checks = new List<DoctorCheck> { Check("this command", "version", "ok", $"{ProductVersion.Text} at {AppContext.BaseDirectory}") };
        checks.Add(Check("this command", "state folder", "ok", world.StateFolder.Path));
        try
        {
            using var client = await world.ConnectAsync(cancellationToken).ConfigureAwait(false);
            var about = await client.AboutAsync(cancellationToken).ConfigureAwait(false);
            var since = TimeText.Between(about.StartedAt, world.Time.GetUtcNow());
            checks.Add(ServerBuild.IsOther(about, world)
                ? Check("this command", "server", "warning", $"process {about.ProcessId} is of another build than this command", "haggle server stop; the next command starts the new one. Runs go on.")
                : Check("this command", "server", "ok", $"version {about.Version}, process {about.ProcessId}, up for {since}"));
            var report = await client.DoctorAsync(cancellationToken).ConfigureAwait(false);
            return report with { Checks = [.. checks, .. report.Checks] };
        }
        catch (CliException problem)
        {
            checks.Add(Check("this command", "server", "problem", problem.Message, problem.WhatToDo));
        }
        catch (IOException problem)
        {
            checks.Add(Check("this command", "server", "problem", "does not answer: " + problem.Message, "haggle server stop, then try again."));
        }

        return new DoctorMessage { Version = ProductVersion.Text, Checks = [.. checks] };
    }

    private static DoctorCheck Check(string group, string name, string state, string found, string whatToDo = "") =>
        new() { Group = group, Name = name, State = state, Found = found, WhatToDo = whatToDo };
}
