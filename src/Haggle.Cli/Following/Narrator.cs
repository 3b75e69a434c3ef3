using Haggle.Cli.Render;
using Haggle.Wire.Rest;

namespace Haggle.Cli.Following;

/// <summary>Turns states of a run into a story: a line for each thing that is new.</summary>
internal sealed class Narrator(DateTimeOffset begin)
{
    private string _phase = "";
    private string _reason = "";
    private int _epoch;
    private int _endsTold;
    private int _runningTold;
    private readonly HashSet<string> _standingsTold = [];

    public IEnumerable<(string Line, Ink Ink)> Tell(RunMessage run)
    {
        foreach (var attempt in run.Attempts)
        {
            // An attempt that found no machine is told by what the run waits for, not as a story of its own.
            if (attempt.End == "no-capacity" || IsOnlyAskedFor(attempt)) continue;
            if (attempt.Epoch > _epoch)
            {
                _epoch = attempt.Epoch;
                _standingsTold.Clear();
                var price = attempt.RateNanoUsdPerHour > 0 ? " at " + MoneyText.Rate(attempt.RateNanoUsdPerHour) : "";
                yield return (At(run, $"attempt {attempt.Epoch} on {attempt.Offer}{price}"), Ink.Accent);
            }

            if (attempt.RunningSince is not null && attempt.Epoch > _runningTold)
            {
                _runningTold = attempt.Epoch;
                yield return (At(run, attempt.RestoredFrom.Length > 0 ? $"running, from checkpoint {attempt.RestoredFrom}" : "running"), Ink.Good);
            }

            if (attempt.EndedAt is null || attempt.Epoch <= _endsTold) continue;
            _endsTold = attempt.Epoch;
            if (attempt.End != "finished") yield return (At(run, $"attempt {attempt.Epoch} ended: {Words.End(attempt.End)}{Saved(run, attempt.Epoch)}"), Ink.Careful);
        }

        var isTold = run.Phase is "launching" or "running" or "recovering" && run.Attempts is [.., { EndedAt: null }];
        var standing = Words.Standing(run).Text + (run.Reason.Length > 0 ? ": " + run.Reason : "");
        if (!isTold && (run.Phase != _phase || run.Reason != _reason) && _standingsTold.Add(standing))
            yield return (At(run, standing), Words.IsOver(run) ? Words.Standing(run).Ink : Ink.Faint);
        _phase = run.Phase;
        _reason = run.Reason;
    }

    /// <summary>The line at the bottom: as much as fits, the most wanted first.</summary>
    public static string LiveLine(RunMessage run, int width)
    {
        var line = $"{run.Name} {run.Phase}";
        var cost = MoneyText.Amount(Math.Max(run.SpentNanoUsd, run.OwedNanoUsd));
        var parts = run.Progress is { } progress ? new[] { ProgressText.Bar(progress) + ProgressText.Steps(progress), cost, ProgressText.Numbers(progress) } : [cost];
        foreach (var part in parts)
            if (part.Length > 0 && line.Length + 2 + part.Length <= width) line += "  " + part;
        return line;
    }

    private static bool IsOnlyAskedFor(AttemptMessage attempt) =>
        attempt.EndedAt is null && attempt.Machines.Length > 0 && attempt.Machines.All(machine => machine.Machine.Length == 0);

    private static string Saved(RunMessage run, int epoch) => run.Checkpoints.LastOrDefault(checkpoint => checkpoint.Epoch <= epoch) is { } newest
        ? $"; newest checkpoint: {(newest.Step is { } step ? $"step {step:N0}" : newest.Id)}"
        : "; there is no checkpoint";

    private string At(RunMessage run, string text) => $"[{TimeText.Between(begin, run.Now),6}] {text}";
}
