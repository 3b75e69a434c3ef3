using System.Globalization;
using Haggle.Core.Policy.Spot;
using Haggle.Core.Tasks;

namespace Haggle.Cli.Simulating;

/// <summary>Which runs are drawn: those that were named (NAME@TICK), else the worst run of the last policy on each recording.</summary>
internal sealed class RunChoice(IReadOnlyList<Recording> recordings, IReadOnlyList<ISpotPolicy> policies, Contest contest)
{
    private const int MostDrawn = 24;

    public List<DrawnRun> Choose(Scores scores, string[] named)
    {
        if (named.Length > MostDrawn) throw CliException.BadInput($"--draw: at most {MostDrawn} runs fit on a page, not {named.Length}");
        return named.Length > 0 ? [.. named.Select(Named)] : [.. recordings.Select(recording => Worst(scores, recording)).OfType<DrawnRun>().Take(MostDrawn)];
    }

    private DrawnRun Named(string written)
    {
        var at = written.LastIndexOf('@');
        if (at <= 0 || !int.TryParse(written[(at + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var start))
            throw CliException.BadInput($"--draw: '{written}' is not NAME@TICK", $"Write it like --draw {recordings[0].Name}@0");
        var name = written[..at];
        if (recordings.FirstOrDefault(each => each.Name == name) is not { } recording)
        {
            var near = Spelling.Nearest(name, recordings.Select(each => each.Name));
            throw CliException.BadInput($"--draw: there is no recording '{name}'", near is null ? $"There are {string.Join(", ", recordings.Take(6).Select(each => each.Name))}." : $"Did you mean {near}?");
        }

        var job = contest.Jobs(recording).First();
        var last = recording.Zones.Length - job.Ticks;
        if (start > last)
            throw CliException.BadInput($"--draw: {name} has room for a start in ticks 0 to {Math.Max(0, last)}, not in {start}", last < 0 ? "The recording is shorter than the job's window." : "");
        return DrawnRun.Of(recording, job, start, policies);
    }

    private DrawnRun? Worst(Scores scores, Recording recording)
    {
        var results = scores.Results.Where(result => result.Set == recording.Name && result.Policy == policies[^1].Name).ToArray();
        if (results.Length == 0) return null;
        var worst = results.MaxBy(result => result.Ratios.Max())!;
        var job = contest.Jobs(recording).First(each => (each.Work, each.Window, each.Delay) == (worst.Cell.Work, worst.Cell.Window, worst.Cell.Delay));
        var starts = contest.Starts(recording, job);
        return DrawnRun.Of(recording, job, starts[worst.Ratios.IndexOf(worst.Ratios.Max())], policies);
    }
}
