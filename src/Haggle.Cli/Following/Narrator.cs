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

    public IEnumerable<(string Line, Ink Ink)> Tell(RunMessage run)
    {
        foreach (var attempt in run.Attempts.Where(attempt => attempt.Epoch > _endsTold && attempt.End.Length > 0))
        {
            _endsTold = attempt.Epoch;
            if (attempt.End == "finished") continue;
            yield return (At(run, $"attempt {attempt.Epoch} ended: {Words.End(attempt.End)}{Saved(run)}"), Ink.Careful);
        }

        if (run.Attempts is [.., { EndedAt: null } live])
        {
            if (live.Epoch > _epoch)
            {
                _epoch = live.Epoch;
                yield return (At(run, $"attempt {live.Epoch} on {live.Offer} at {MoneyText.Rate(live.RateNanoUsdPerHour)}"), Ink.Accent);
            }

            if (live.RunningSince is not null && live.Epoch > _runningTold)
            {
                _runningTold = live.Epoch;
                yield return (At(run, live.RestoredFrom.Length > 0 ? $"running, from checkpoint {live.RestoredFrom}" : "running"), Ink.Good);
            }
        }

        var isTold = run.Phase is "launching" or "running" or "recovering" && run.Attempts is [.., { EndedAt: null }];
        if (!isTold && (run.Phase != _phase || run.Reason != _reason))
            yield return (At(run, Words.Standing(run).Text + (run.Reason.Length > 0 ? ": " + run.Reason : "")), Words.IsOver(run) ? Words.Standing(run).Ink : Ink.Faint);
        _phase = run.Phase;
        _reason = run.Reason;
    }

    /// <summary>The line at the bottom.</summary>
    public static string LiveLine(RunMessage run)
    {
        var cost = MoneyText.Amount(Math.Max(run.SpentNanoUsd, run.OwedNanoUsd));
        var progress = run.Progress is { } told ? $"  {ProgressText.Bar(told)}{ProgressText.Long(told)}" : "";
        return $"{run.Name} {run.Phase}  {cost}{progress}";
    }

    private static string Saved(RunMessage run) => run.Checkpoints is [.., var newest]
        ? $"; newest checkpoint: {(newest.Step is { } step ? $"step {step:N0}" : newest.Id)}"
        : "; there is no checkpoint";

    private string At(RunMessage run, string text) => $"[{TimeText.Between(begin, run.Now),6}] {text}";
}
