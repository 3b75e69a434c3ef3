using System.Globalization;
using Haggle.Wire.Rest;

namespace Haggle.Cli.Render;

/// <summary>One run with everything that can be said about it.</summary>
internal static class RunView
{
    public static void Write(Page page, RunMessage run)
    {
        page.Line(new Inked($"Run {run.Id}  {run.Name}", Ink.Strong), "  ", Words.Standing(run));
        page.Labelled("Why", run.Reason);
        page.Labelled("Submitted", $"{TimeText.Instant(run.SubmittedAt)}, {TimeText.Ago(run.SubmittedAt, run.Now)}{(run.User.Length > 0 ? " by " + run.User : "")}");
        if (run.EndedAt is { } ended) page.Labelled("Ended", $"{TimeText.Instant(ended)}, after {TimeText.Between(run.SubmittedAt, ended)}{(run.ExitCode is { } code ? $", exit code {code}" : "")}");
        if (run.Offer.Length > 0) page.Labelled("Offer", $"{run.Offer}{(run.Nodes > 1 ? $", {run.Nodes} machines" : "")}{(run.RateNanoUsdPerHour > 0 ? ", " + MoneyText.Rate(run.RateNanoUsdPerHour) : "")}");
        if (run.Rehearsal is { } rehearsal) page.Labelled("Rehearsal", PlanView.RehearsalText(rehearsal));
        WriteMachines(page, run);
        if (run.Progress is { } progress) WriteProgress(page, Words.IsOver(run) ? progress with { RemainingSeconds = null } : progress);
        if (run.Checkpoints is [.., var newest]) page.Labelled("Checkpoint", CheckpointText(newest, run.Now));
        page.Labelled("Cost", CostText(run));
        if (run.Deadline is { } deadline) page.Labelled("Deadline", TimeText.Instant(deadline));
        if (run.NextLookAt is { } next && !Words.IsOver(run) && next > run.Now) page.Labelled("Next try", "in " + TimeText.Between(run.Now, next));
        if (run.Attempts.Length == 0) return;
        page.Blank();
        page.Table(Attempts(run));
    }

    public static string CheckpointText(CheckpointView checkpoint, DateTimeOffset now)
    {
        var step = checkpoint.Step is { } known ? $"step {known:N0}, " : "";
        return $"{step}{SizeText.Bytes(checkpoint.Bytes)}, {TimeText.Ago(checkpoint.SavedAt, now)}";
    }

    private static void WriteProgress(Page page, ProgressView progress)
    {
        page.Labelled("Progress", ProgressText.Bar(progress) + ProgressText.Steps(progress));
        page.Labelled("Training", ProgressText.Numbers(progress));
    }

    private static void WriteMachines(Page page, RunMessage run)
    {
        if (run.Attempts is not [.., { EndedAt: null } live]) return;
        foreach (var machine in live.Machines)
        {
            var state = machine.AgentPhase.Length > 0 && machine.State == "ready" ? machine.AgentPhase : machine.State;
            var silent = machine.SilentSince is { } since ? $", silent for {TimeText.Between(since, run.Now)}" : "";
            var reclaim = machine.ReclaimAt is { } at ? $", taken back in {TimeText.Between(run.Now, at)}" : "";
            if (machine.QueueReason is { } waits) state = $"queued{(waits.Length > 0 ? $" ({waits})" : "")}{QueueView.PlaceText(machine.QueuePosition, machine.StartsAt, run.Now)}";
            var name = string.Join(' ', new[] { machine.Machine, machine.Address }.Where(part => part.Length > 0));
            page.Labelled($"Machine {machine.Rank}", $"{name}{(name.Length > 0 ? ": " : "")}{state}{silent}{reclaim}{(machine.Why.Length > 0 ? ", " + machine.Why : "")}");
            if (machine.Transfer is { } transfer) page.Labelled("Copying", TransferText(transfer));
        }
    }

    private static string TransferText(TransferView transfer)
    {
        var size = transfer.BytesTotal > 0 ? $", {SizeText.Bytes(transfer.BytesDone)} of {SizeText.Bytes(transfer.BytesTotal)}" : "";
        var togo = transfer.BytesTotal > transfer.BytesDone && transfer.BytesDone > 0 ? $", {SizeText.Bytes(transfer.BytesTotal - transfer.BytesDone)} to go" : "";
        var speed = transfer.BytesPerSecond >= 1 ? $" at {SizeText.Bytes((long)transfer.BytesPerSecond)}/s" : "";
        return transfer.Trouble.Length > 0 ? $"{transfer.What}: held up, tried again" : $"{transfer.What}{size}{togo}{speed}";
    }

    private static string CostText(RunMessage run)
    {
        var cost = MoneyText.Amount(Math.Max(run.SpentNanoUsd, run.OwedNanoUsd)) + (Words.IsOver(run) ? "" : " so far");
        if (run.Estimate?.ExpectedCostNanoUsd is { } expected) cost += $", estimate {MoneyText.Amount(expected)}";
        if (run.BudgetNanoUsd is { } budget) cost += $", budget {MoneyText.Amount(budget)}";
        return run.Rehearsal is null ? cost : cost + " (rehearsal: nothing is owed)";
    }

    private static TextTable Attempts(RunMessage run)
    {
        var table = new TextTable(
            new Column("ATTEMPT", Right: true), new Column("OFFER"), new Column("BEGAN"), new Column("RAN", Right: true),
            new Column("FROM CHECKPOINT", Leaves: 1), new Column("ENDED BY"));
        foreach (var attempt in run.Attempts)
            table.Row(
                attempt.Epoch.ToString(CultureInfo.InvariantCulture), attempt.Offer, TimeText.Clock(attempt.DecidedAt),
                attempt.RunningSince is { } since ? TimeText.Between(since, attempt.EndedAt ?? run.Now) : "",
                attempt.RestoredFrom, Words.End(attempt.End));
        return table;
    }
}
