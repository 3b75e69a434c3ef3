using System.CommandLine;
using Haggle.Cli.Launching;
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
        return verb.Does(world, globals, (call, _) =>
        {
            var readings = call.Value(files).Select(file => TaskFileSource.Read(call.World, file, TaskOverrides.None).Reading).ToArray();
            if (call.Json) call.Terminal.Output.Write(CheckJson.Of(readings));
            else call.Terminal.Output.Write(CheckReport.Render(readings, call.Terminal.Width));
            return Task.FromResult(readings.All(reading => reading.IsGood) ? ExitCodes.Ok : ExitCodes.BadInput);
        });
    }
}
