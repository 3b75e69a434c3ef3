using System.CommandLine;
using Haggle.Cli.Launching;
using Haggle.Cli.Packing;
using Haggle.Cli.Render;
using Haggle.TaskFiles;

namespace Haggle.Cli.Commands;

/// <summary>`haggle check FILE...`.</summary>
internal static class CheckCommand
{
    public static Command Build(World world, GlobalOptions globals)
    {
        var files = new Argument<string[]>("FILE") { Description = "Task files (SkyPilot's YAML and more; docs/task-file.md).", Arity = ArgumentArity.OneOrMore };
        var verb = new Verb(
            "check", "Say everything that is wrong with task files, or what was understood. Needs no server.",
            "haggle check task.yaml # exit code 2 when something is wrong", "haggle check tasks/*.yaml");
        verb.Add(files);
        return verb.Does(world, globals, async (call, cancellationToken) =>
        {
            var readings = call.Value(files).Select(file => TaskFileSource.Read(call.World, file, TaskOverrides.None).Reading).ToArray();
            if (call.Json) call.Terminal.Output.Write(CheckJson.Of(readings));
            else
            {
                call.Terminal.Output.Write(CheckReport.Render(readings, call.Terminal.Width));
                foreach (var task in readings.SelectMany(reading => reading.TaskFile?.Tasks ?? []))
                {
                    List<string> reasons = [.. await ImageHere.WhyNotAsync(call.World, task, cancellationToken).ConfigureAwait(false)];
                    if (await MountCheck.WhyNotAsync(call.World, MountCheck.Outside(task, call.World), cancellationToken).ConfigureAwait(false) is { } mounts) reasons.Add(mounts);
                    foreach (var why in reasons)
                    {
                        var page = call.Terminal.OutputPage();
                        page.Wrapped(why, Ink.Careful, "  Not on this computer: ", 8);
                        call.Terminal.Output.Write(page.ToString());
                    }
                }
            }

            return readings.All(reading => reading.IsGood) ? ExitCodes.Ok : ExitCodes.BadInput;
        });
    }
}
