using System.Globalization;
using Haggle.Catalog.BuiltIn;
using Haggle.Cli.Benching;
using Haggle.Cli.Launching;
using Haggle.Core.Economics.Speed;
using Haggle.Core.Economics.Training;
using Haggle.Core.Tasks;
using Haggle.TaskFiles;

namespace Haggle.Cli.Planning;

/// <summary>What an estimate is made from: the task file's workload, what was measured, and what is assumed.</summary>
internal static class PlanSources
{
    /// <summary>The task of a file.</summary>
    /// <returns>Null when the file is wrong: its problems were shown.</returns>
    /// <exception cref="CliException">It holds several tasks.</exception>
    public static (TaskSpec Spec, TaskReading Reading)? Read(World world, string file)
    {
        var source = TaskFileSource.Read(world, file, TaskOverrides.None);
        if (source.Reading.TaskFile is not { } good)
        {
            world.Terminal.Error.Write(CheckReport.RenderProblems(source.Reading, world.Terminal.Width));
            return null;
        }

        return good.Tasks is [var task]
            ? (task, source.Reading)
            : throw CliException.BadInput($"{file} holds {good.Tasks.Length} tasks; a plan is made for one", "Split it; haggle check says what each part is.");
    }

    /// <summary>The work in numbers.</summary>
    /// <returns>Null when it cannot be told: why and what would do were shown where the file says it.</returns>
    public static async Task<(TrainingTask Task, string Note)?> WorkAsync(World world, TaskSpec spec, TaskReading reading, IReadOnlyList<MeasuredResult> results, CancellationToken cancellationToken)
    {
        if (spec.Workload is not { } workload)
            return Complain(world, reading, "", "has no workload, so nobody can say how long it will take", "add for example workload: {model: resnet-50, dataset: imagenet, epochs: 3}; docs/task-file.md has five ways to say it");
        var earlier = workload is Workload.LikeRun like ? await EarlierRuns.FindAsync(world, like.Run, cancellationToken).ConfigureAwait(false) : null;
        var read = WorkReading.Of(workload, BuiltInSpeeds.Knowledge, Asked(spec), earlier);
        if (read.Work is not { } work) return Complain(world, reading, "workload", read.Problem, read.Advice);
        var measured = results.Select(result => result.For(spec, workload, work)).OfType<SpeedMeasurement>();
        var (earlierRuns, note) = await LedgerSpeeds.FindAsync(world, spec, work, cancellationToken).ConfigureAwait(false);
        return (TrainingTask.Of(spec, work with { Measurements = [.. measured, .. earlierRuns, .. work.Measurements] }, StoreHomes.Of), note);
    }

    /// <summary>The assumptions: built in, changed by the user's own file, changed by the command line.</summary>
    /// <exception cref="CliException">A name or a number is not one.</exception>
    public static TrainingAssumptions Assumed(World world, string[] changes)
    {
        TrainingAssumptions assumed;
        try
        {
            assumed = BuiltInAssumptions.WithFile(Path.Combine(world.StateFolder.Path, BuiltInAssumptions.OwnName));
        }
        catch (InvalidDataException problem)
        {
            throw CliException.BadInput(problem.Message);
        }

        foreach (var change in changes)
        {
            var equals = change.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0) throw CliException.BadInput($"--assume '{change}' is not NAME=VALUE", "For example --assume startup.minutes=8; haggle plan FILE --json lists the names.");
            var (name, text) = (change[..equals].Trim(), change[(equals + 1)..].Trim());
            var value = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : double.NaN;
            assumed = assumed.With(name, value, "the command line") ?? throw CliException.BadInput($"--assume: {BuiltInAssumptions.Explain(name, text)}");
        }

        return assumed;
    }

    // What a speed "measured" without saying on what was measured on: the one kind of machine that the task asks for.
    private static AcceleratorRequest.Named? Asked(TaskSpec spec) => spec.Resources.Choices is [{ Accelerators: AcceleratorRequest.Named named }] ? named : null;

    private static (TrainingTask Task, string Note)? Complain(World world, TaskReading reading, string path, string problem, string advice)
    {
        var located = reading.ProblemAt(0, path, (path.Length > 0 ? path : "the task") + " " + problem, advice);
        world.Terminal.Error.Write(CheckReport.RenderProblems(reading with { Problems = [located], TaskFile = null }, world.Terminal.Width));
        return null;
    }
}
