using System.CommandLine;
using System.Text;
using Haggle.Cli.Comparing;
using Haggle.Cli.Reports;

namespace Haggle.Cli.Commands;

/// <summary>`haggle compare RESULTS|RUN...`.</summary>
internal static class CompareCommand
{
    /// <summary>A results file is written by people and short benchmarks: more is another file.</summary>
    private const int LargestFile = 16 << 20;

    public static Command Build(World world, GlobalOptions globals)
    {
        var sources = new Argument<string[]>("RESULTS") { Description = "Results files (docs/results-file.md), or runs by number or name.", Arity = ArgumentArity.OneOrMore };
        var html = new Option<string?>("--html") { Description = "Also write a report that any browser shows, without network.", HelpName = "FILE" };
        var merge = new Option<string?>("--merge") { Description = "Also write all lines of the files into one.", HelpName = "FILE" };
        var task = new Option<string?>("--task") { Description = "Only this task; or, for runs of different names, what they all are.", HelpName = "NAME" };
        var verb = new Verb(
            "compare", "Put results beside one another: what is worth its price, and what is not and why.",
            "haggle compare results.csv --html frontier.html # the efficient frontier", "haggle compare mine.csv theirs.csv --merge all.csv", "haggle compare 7 8 12 --task cats-vs-dogs # three runs of the same work");
        verb.Add(sources);
        foreach (var option in new Option[] { html, merge, task }) verb.Add(option);
        return verb.Does(world, globals, async (call, cancellationToken) =>
        {
            var results = await ReadAsync(call.World, call.Value(sources), call.Value(task), cancellationToken).ConfigureAwait(false);
            var comparisons = Compare(results);
            if (call.Json) call.Terminal.Output.Write(ComparisonJson.Of(comparisons));
            else
            {
                var page = call.Terminal.OutputPage();
                ComparisonView.Write(page, comparisons);
                call.Terminal.Show(page);
            }

            if (call.Value(merge) is { } file) Merge(call.World, file, results);
            if (call.Value(html) is { } report) ReportFile.Write(call.World, report, ComparisonReport.Html(comparisons, call.World.Time.GetUtcNow()));
            return ExitCodes.Ok;
        });
    }

    private static List<Comparison> Compare(List<Measured> results)
    {
        try
        {
            return Comparison.Of(results);
        }
        catch (OverflowException)
        {
            throw CliException.BadInput("a result costs more than nine billion dollars", "Look for a price or a time with too many digits.");
        }
    }

    private static async Task<List<Measured>> ReadAsync(World world, string[] sources, string? task, CancellationToken cancellationToken)
    {
        var results = new List<Measured>();
        var runs = new List<string>();
        foreach (var source in sources)
        {
            var path = world.PathOf(source);
            if (File.Exists(path)) results.AddRange(ResultsTable.Read(source, ReadFile(path, source)).Where(result => task is null || result.Task == task));
            else if (source.Contains('.', StringComparison.Ordinal) || source.Contains('/', StringComparison.Ordinal)) throw CliException.BadInput($"{source} is not there", "Name a results file, or a run by its number or name.");
            else runs.Add(source);
        }

        if (runs.Count > 0)
        {
            using var client = await world.ConnectAsync(cancellationToken).ConfigureAwait(false);
            foreach (var run in runs)
            {
                var measured = await RunResults.ReadAsync(client, run, cancellationToken).ConfigureAwait(false);
                results.Add(task is null ? measured : measured with { Task = task });
            }
        }

        return results.Count > 0 ? results : throw CliException.BadInput("there is nothing to compare" + (task is null ? "" : $": no result is of the task '{task}'"));
    }

    private static string ReadFile(string path, string name)
    {
        try
        {
            if (new FileInfo(path).Length > LargestFile) throw CliException.BadInput($"{name} is larger than 16 MiB, which no results file is");
            return new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(File.ReadAllBytes(path)).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            throw CliException.BadInput($"{name} is not UTF-8 text", "Save it as CSV in UTF-8.");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw CliException.BadInput($"{name} cannot be read: {problem.Message}");
        }
    }

    private static void Merge(World world, string file, List<Measured> results)
    {
        var path = world.PathOf(file);
        try
        {
            // Written beside and then moved: one of the files that were read may be the one that is written.
            File.WriteAllText(path + ".new", ResultsTable.Merge(results));
            File.Move(path + ".new", path, overwrite: true);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw CliException.BadInput($"--merge: {file} cannot be written: {problem.Message}");
        }

        world.Terminal.Say($"All results are in {file}.");
    }
}
