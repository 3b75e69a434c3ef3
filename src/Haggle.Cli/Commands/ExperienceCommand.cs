using System.CommandLine;
using Haggle.Catalog.Learnt;
using Haggle.Cli.Render;
using Haggle.Wire.Rest;

namespace Haggle.Cli.Commands;

/// <summary>`haggle experience`.</summary>
internal static class ExperienceCommand
{
    /// <summary>The server takes no longer body.</summary>
    private const long LargestFile = 3 << 20;

    public static Command Build(World world, GlobalOptions globals)
    {
        var verb = new Verb(
            "experience", "Show what your own machines have taught about spot markets.",
            "haggle experience # by provider, region and accelerator", "haggle experience export FILE # to keep it, or to take it to another computer", "haggle experience import FILE # twice does no harm");
        verb.Add(Export(world, globals));
        verb.Add(Import(world, globals));
        return verb.Does(world, globals, async (call, cancellationToken) =>
        {
            using var client = await call.World.ConnectAsync(cancellationToken).ConfigureAwait(false);
            call.Show(await client.ExperienceAsync(cancellationToken).ConfigureAwait(false), RestJson.Default.ExperienceMessage, ExperienceView.Write);
            return ExitCodes.Ok;
        });
    }

    private static Verb Export(World world, GlobalOptions globals)
    {
        var file = new Argument<string?>("FILE") { Description = "Where to; nothing writes to the screen.", Arity = ArgumentArity.ZeroOrOne };
        var verb = new Verb("export", "Write everything that is remembered, one sighting a line.", "haggle experience export spot.jsonl");
        verb.Add(file);
        return verb.Does(world, globals, async (call, cancellationToken) =>
        {
            using var client = await call.World.ConnectAsync(cancellationToken).ConfigureAwait(false);
            var lines = (await client.ExperienceLinesAsync(cancellationToken).ConfigureAwait(false)).Lines;
            if (call.Result.GetValue(file) is not { } path)
            {
                call.Terminal.Output.Write(lines);
                return ExitCodes.Ok;
            }

            try
            {
                await File.WriteAllTextAsync(call.World.PathOf(path), lines, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
            {
                throw CliException.BadInput($"{path} cannot be written: {problem.Message}");
            }

            call.Terminal.Say($"Written to {path}: {lines.Count(each => each == '\n') - 1} sightings.");
            return ExitCodes.Ok;
        });
    }

    private static Verb Import(World world, GlobalOptions globals)
    {
        var file = new Argument<string>("FILE") { Description = "What export wrote, here or elsewhere." };
        var verb = new Verb("import", "Take in what was exported, here or elsewhere; what is known counts once.", "haggle experience import spot.jsonl");
        verb.Add(file);
        return verb.Does(world, globals, async (call, cancellationToken) =>
        {
            var path = call.Value(file);
            var found = new FileInfo(call.World.PathOf(path));
            if (!found.Exists) throw CliException.BadInput($"{path} is not there", "haggle experience export FILE writes one.");
            if (found.Length > LargestFile) throw CliException.BadInput($"{path} is larger than {LargestFile >> 20} MiB", "Split it; each part begins with the first line.");
            var lines = await File.ReadAllTextAsync(found.FullName, cancellationToken).ConfigureAwait(false);
            var problems = SightingLines.Read(lines, call.World.Time.GetUtcNow()).Problems;
            if (!problems.IsEmpty)
            {
                var more = problems.Length > 1 ? $" (and {problems.Length - 1} more)" : "";
                throw CliException.BadInput($"{path}: {problems[0]}{more}", "Nothing was taken in.");
            }

            using var client = await call.World.ConnectAsync(cancellationToken).ConfigureAwait(false);
            call.Show(await client.TakeInAsync(new ExperienceLinesMessage { Lines = lines }, cancellationToken).ConfigureAwait(false), RestJson.Default.ExperienceImportMessage, ExperienceView.Write);
            return ExitCodes.Ok;
        });
    }
}
