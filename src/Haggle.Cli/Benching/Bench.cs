using System.Globalization;
using Haggle.Cli.Launching;
using Haggle.Cli.Packing;
using Haggle.Cli.Planning;
using Haggle.Cli.Render;
using Haggle.Cli.Rest;
using Haggle.Core.Tasks;
using Haggle.Core.Units;
using Haggle.TaskFiles;
using Haggle.Wire.Rest;

namespace Haggle.Cli.Benching;

/// <summary>`haggle bench`: a short piece of a task on each of some offers, one after the other, timed and written down.</summary>
internal sealed class Bench(World world, BenchWish wish)
{
    /// <summary>How often a run is looked at, at most; steps are timed by the agent's clock, so this only decides how many too many are done.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(200);

    private const int WatchSeconds = 2;

    private Terminal Terminal => world.Terminal;

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var source = TaskFileSource.Read(world, wish.File, new TaskOverrides { Envs = wish.Environment });
        if (source.Reading.TaskFile is not { } file)
        {
            Terminal.Error.Write(CheckReport.RenderProblems(source.Reading, Terminal.Width));
            return ExitCodes.BadInput;
        }

        if (file.Tasks is not [var task]) throw CliException.BadInput($"{wish.File} holds {file.Tasks.Length} tasks; a benchmark runs one");
        var files = TaskPacking.Find(task, world);
        using var client = await world.ConnectAsync(cancellationToken).ConfigureAwait(false);
        var plans = new List<(string Offer, PlanMessage Plan)>();
        foreach (var offer in wish.Offers) plans.Add((offer, await PlanAsync(client, source, offer, cancellationToken).ConfigureAwait(false)));
        Agree(plans);
        var bundle = files.IsEmpty ? null : await SendFilesAsync(client, files, cancellationToken).ConfigureAwait(false);

        var results = new List<MeasuredResult>();
        foreach (var (offer, plan) in plans)
        {
            Terminal.Say($"{offer}: {wish.WarmUp} steps to warm up, {wish.Steps} to time", Ink.Faint);
            results.Add(await MeasureAsync(client, source, task, bundle, offer, plan, cancellationToken).ConfigureAwait(false));

            // Each as soon as it is known: what was paid for is not lost with the next one's trouble.
            ResultsFile.Merge(OwnFile, results);
        }

        if (wish.Out is { } path) ResultsFile.Merge(world.PathOf(path), results);
        if (wish.Json) Terminal.Output.Write(BenchView.Json(results));
        else
        {
            var page = Terminal.OutputPage();
            BenchView.Write(page, results);
            Terminal.Show(page);
        }

        return ExitCodes.Ok;
    }

    private string OwnFile => Path.Combine(world.StateFolder.Path, ResultsFile.OwnName);

    private Dictionary<string, string> Environment => new(wish.Environment) { ["HAGGLE_BENCH_STEPS"] = (wish.WarmUp + wish.Steps).ToString(CultureInfo.InvariantCulture) };

    // Pace 1: a rehearsal that is made faster would time this computer's steps by the wrong clock.
    private RehearsalRequest? Rehearsal(string offer) => wish.Rehearses ? new RehearsalRequest { Offer = offer, Pace = 1 } : null;

    private async Task<PlanMessage> PlanAsync(HaggleClient client, TaskFileSource source, string offer, CancellationToken cancellationToken)
    {
        var plan = await client.PlanAsync(new PlanRequest { FileName = wish.File, Text = source.Text, Environment = Environment, Offer = offer, Rehearsal = Rehearsal(offer), User = world.User }, cancellationToken).ConfigureAwait(false);
        return plan.Estimate is null
            ? throw new CliException(ExitCodes.NoOffer, $"{offer} cannot be had: {plan.WhyNot}", "haggle doctor says which providers there are; --rehearse runs it on this computer as if on the offer.")
            : plan;
    }

    private void Agree(List<(string Offer, PlanMessage Plan)> plans)
    {
        var costly = plans.Where(each => each.Plan.CostsMoney).ToArray();
        if (costly.Length == 0 || wish.Yes) return;
        var prices = string.Join(", ", costly.Select(each => $"{each.Offer} for {MoneyText.Rate(each.Plan.Estimate?.RateNanoUsdPerHour ?? 0)}"));
        if (!Terminal.CanAsk) throw new CliException(ExitCodes.NotAgreed, $"this would rent {prices}, and there is no terminal to ask on; nothing was rented", "Say yes beforehand with -y.");
        Terminal.Error.Write($"Rent {prices}, one after the other? [y/N] ");
        if (Terminal.Input.ReadLine()?.Trim().ToUpperInvariant() is not ("Y" or "YES")) throw new CliException(ExitCodes.NotAgreed, "nothing was rented");
    }

    private static async Task<string> SendFilesAsync(HaggleClient client, PackingList files, CancellationToken cancellationToken)
    {
        var (tar, sha256) = await BundleWriter.WriteAsync(files, cancellationToken).ConfigureAwait(false);
        await using (tar)
        {
            if (!await client.HasBundleAsync(sha256, cancellationToken).ConfigureAwait(false)) await client.SendBundleAsync(sha256, tar, cancellationToken).ConfigureAwait(false);
        }

        return sha256;
    }

    private async Task<MeasuredResult> MeasureAsync(HaggleClient client, TaskFileSource source, TaskSpec task, string? bundle, string offer, PlanMessage plan, CancellationToken cancellationToken)
    {
        var secrets = task.Secrets.Where(secret => secret.Value is SecretSource.Given).ToDictionary(secret => secret.Key, secret => ((SecretSource.Given)secret.Value).Value.Reveal());
        var request = new RunRequest
        {
            Submission = Guid.NewGuid().ToString("N"),
            FileName = wish.File,
            Text = source.Text,
            Name = (task.Name ?? "task") + "-bench",
            Environment = Environment,
            Secrets = secrets,
            Bundle = bundle,
            Offer = offer,
            Rehearsal = Rehearsal(offer),
            AgreedOffer = plan.CostsMoney ? plan.Estimate?.Offer : null,
            AgreedRateNanoUsdPerHour = plan.CostsMoney ? plan.Estimate?.RateNanoUsdPerHour : null,
            User = world.User,
        };
        var run = await client.SubmitAsync(request, cancellationToken).ConfigureAwait(false);
        var timer = new StepTimer(wish.WarmUp, wish.Steps);
        try
        {
            run = await WatchAsync(client, run, timer, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Nobody would ever stop it: it is given back before the command ends.
            await client.DownAsync(run.Id, CancellationToken.None).ConfigureAwait(false);
            throw;
        }

        var bill = await client.BillAsync(run.Id, cancellationToken).ConfigureAwait(false);
        var known = plan.Candidates.FirstOrDefault(candidate => candidate.IsChosen);
        var frame = new MeasuredResult
        {
            Task = task.Name ?? "",
            Offer = plan.Estimate?.Offer ?? offer,
            Accelerator = known?.Accelerator ?? KnownOffers.Find(world, offer)?.Accelerator ?? "",
            Count = known?.AcceleratorCount ?? 0,
            Nodes = run.Nodes,
            Rate = new HourlyRate(new Money(known?.RateNanoUsdPerHour ?? 0)),
            Steps = 0,
            MeasuredSeconds = 0,
            Cost = new Money(bill.TotalNanoUsd),
            IsRehearsed = wish.Rehearses,
            At = run.SubmittedAt,
        };
        return timer.Result(run, frame) ?? throw new CliException(
            ExitCodes.Failed, $"{offer}: run {run.Id} told no two steps after its warm-up ({run.Outcome}: {run.Reason})",
            $"The program must print ::haggle progress step=N (docs/progress-protocol.md); haggle logs {run.Id} shows what it said.");
    }

    private async Task<RunMessage> WatchAsync(HaggleClient client, RunMessage run, StepTimer timer, CancellationToken cancellationToken)
    {
        var until = world.Time.GetUtcNow() + wish.Patience;
        var isStopped = false;
        while (!Words.IsOver(run))
        {
            run = await client.WatchAsync(run.Id, run.Version, WatchSeconds, cancellationToken).ConfigureAwait(false);
            timer.Hear(run);
            if (!isStopped && (timer.IsDone || world.Time.GetUtcNow() >= until))
            {
                if (!timer.IsDone) Terminal.Say($"{run.Offer}: {TimeText.Span(wish.Patience.TotalSeconds)} are over; what was timed until now counts", Ink.Careful);
                run = await client.StopAsync(run.Id, cancellationToken).ConfigureAwait(false);
                isStopped = true;
            }

            await Task.Delay(LookEvery, world.Time, cancellationToken).ConfigureAwait(false);
        }

        return run;
    }
}
