using Haggle.Cli.Access;
using Haggle.Cli.Following;
using Haggle.Cli.Home;
using Haggle.Cli.Packing;
using Haggle.Cli.Render;
using Haggle.Cli.Rest;
using Haggle.Core.Tasks;
using Haggle.TaskFiles;
using Haggle.Wire.Rest;

namespace Haggle.Cli.Launching;

/// <summary>`haggle launch`, from the file to the bill: read, plan, ask, pack, submit, follow.</summary>
/// <param name="world">The world.</param>
/// <param name="wish">What was asked for.</param>
/// <param name="after">What is done with the run once it is submitted; null: it is followed as the wish says.</param>
internal sealed class Launch(World world, LaunchWish wish, Func<RunMessage, CancellationToken, Task<int>>? after = null)
{
    private Terminal Terminal => world.Terminal;

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        wish.Rehearsal.Check();
        var source = wish.Text is { } text ? new TaskFileSource(text, TaskFileReader.Read(wish.File, text, wish.Overrides)) : TaskFileSource.Read(world, wish.File, wish.Overrides);
        if (source.Reading.TaskFile is not { } file)
        {
            Terminal.Error.Write(CheckReport.RenderProblems(source.Reading, Terminal.Width));
            return ExitCodes.BadInput;
        }

        if (file.Tasks is not [var task])
            throw CliException.BadInput($"{wish.File} holds {file.Tasks.Length} tasks; this version launches files with one", "Split it; haggle check says what each part is.");
        var rehearsal = wish.Rehearsal.ToRequest(world, task.NumNodes);
        var files = TaskPacking.Find(task, world);

        var client = await world.ConnectAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            client = await ServerBuild.RenewAsync(client, world, cancellationToken).ConfigureAwait(false);
            var plan = await client.PlanAsync(PlanRequest(source, rehearsal), cancellationToken).ConfigureAwait(false);
            ShowPlan(source, plan);
            if (plan.Estimate is null || !plan.Candidates.Any(candidate => candidate.IsChosen)) return NoOffer(plan);
            if (plan.Candidates.Any(candidate => candidate is { IsChosen: true, Provider: MountCheck.Here })
                && await MountCheck.WhyNotAsync(world, files.Outside, cancellationToken).ConfigureAwait(false) is { } hidden) throw CliException.BadInput(hidden);
            if (wish.DryRun)
            {
                if (wish.Json) WriteJson(new LaunchMessage { Plan = plan });
                return ExitCodes.Ok;
            }

            if (plan.CostsMoney && !wish.Yes) Agree(plan);
            var run = await SubmitAsync(client, source, task, files, plan, rehearsal, cancellationToken).ConfigureAwait(false);
            return await (after is null ? AfterAsync(client, plan, run, cancellationToken) : after(run, cancellationToken)).ConfigureAwait(false);
        }
        finally
        {
            client.Dispose();
        }
    }

    private PlanRequest PlanRequest(TaskFileSource source, RehearsalRequest? rehearsal) => new()
    {
        FileName = wish.File,
        Text = source.Text,
        Name = wish.Name,
        Environment = new Dictionary<string, string>(wish.Environment),
        SecretNames = [.. wish.Secrets.Keys],
        Offer = wish.Offer,
        Rehearsal = rehearsal,
        User = world.User,
    };

    private void ShowPlan(TaskFileSource source, PlanMessage plan)
    {
        // The problems of a good file are warnings; the plan follows.
        if (source.Reading.Problems.Length > 0) Terminal.Error.Write(CheckReport.RenderProblems(source.Reading, Terminal.Width));
        if (wish.Json) return;
        // With --dry-run the plan is the result; otherwise it is talk on the way to it.
        var page = wish.DryRun ? Terminal.OutputPage() : Terminal.ErrorPage();
        PlanView.Write(page, plan);
        var unused = CheckReport.NotActedOn(source.Reading);
        if (unused.Length > 0) page.Wrapped($"accepted and not acted on yet: {unused}", Ink.Careful, "  Note: ", 8);
        page.Blank();
        (wish.DryRun ? Terminal.Output : Terminal.Error).Write(page.ToString());
    }

    private int NoOffer(PlanMessage plan)
    {
        if (wish.Json) WriteJson(new LaunchMessage { Plan = plan });
        Terminal.Say("haggle: " + (plan.WhyNot.Length > 0 ? plan.WhyNot : "no offer fits"), Ink.Bad);
        return ExitCodes.NoOffer;
    }

    private void Agree(PlanMessage plan)
    {
        var price = MoneyText.Rate(plan.Estimate?.RateNanoUsdPerHour ?? 0);
        if (!Terminal.CanAsk)
            throw new CliException(ExitCodes.NotAgreed, $"this would cost {price} and there is no terminal to ask on; nothing was launched", "Say yes beforehand with -y, or look at the plan with --dry-run.");
        Terminal.Error.Write($"Rent this for {price}? [y/N] ");
        if (Terminal.Input.ReadLine()?.Trim().ToUpperInvariant() is not ("Y" or "YES")) throw new CliException(ExitCodes.NotAgreed, "nothing was launched");
    }

    private async Task<RunMessage> SubmitAsync(
        HaggleClient client, TaskFileSource source, TaskSpec task, PackingList files, PlanMessage plan, RehearsalRequest? rehearsal, CancellationToken cancellationToken)
    {
        var bundle = files.IsEmpty ? null : await SendFilesAsync(client, files, cancellationToken).ConfigureAwait(false);
        var secrets = task.Secrets.Where(secret => secret.Value is SecretSource.Given).ToDictionary(secret => secret.Key, secret => ((SecretSource.Given)secret.Value).Value.Reveal());
        foreach (var (name, value) in wish.Secrets) secrets[name] = value;
        var request = new RunRequest
        {
            Submission = Guid.NewGuid().ToString("N"),
            FileName = wish.File,
            Text = source.Text,
            Name = wish.Name,
            Environment = new Dictionary<string, string>(wish.Environment),
            Secrets = secrets,
            Bundle = bundle,
            Offer = wish.Offer,
            Rehearsal = rehearsal,
            AgreedOffer = plan.CostsMoney ? plan.Estimate?.Offer : null,
            AgreedRateNanoUsdPerHour = plan.CostsMoney ? plan.Estimate?.RateNanoUsdPerHour : null,
            User = world.User,
        };
        try
        {
            return await client.SubmitAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException)
        {
            // The answer was lost, or the server was. The same submission again is the same run, so asking again cannot rent twice.
            using var again = await world.ConnectAsync(cancellationToken).ConfigureAwait(false);
            return await again.SubmitAsync(request, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<string> SendFilesAsync(HaggleClient client, PackingList files, CancellationToken cancellationToken)
    {
        var (tar, sha256) = await BundleWriter.WriteAsync(files, cancellationToken).ConfigureAwait(false);
        await using (tar)
        {
            var isKnown = await client.HasBundleAsync(sha256, cancellationToken).ConfigureAwait(false);
            if (!isKnown) await client.SendBundleAsync(sha256, tar, cancellationToken).ConfigureAwait(false);
            Terminal.Say($"Files: {SizeText.Count(files.Files, "file")}, {SizeText.Bytes(files.Bytes)}{(isKnown ? ", unchanged since they were last sent" : "")}", Ink.Faint);
        }

        return sha256;
    }

    private async Task<int> AfterAsync(HaggleClient client, PlanMessage plan, RunMessage run, CancellationToken cancellationToken)
    {
        if (wish.Detach)
        {
            if (wish.Json) WriteJson(new LaunchMessage { Plan = plan, Run = run });
            else Terminal.Output.Write($"Run {run.Id} ({run.Name}) is on its way.\n  haggle logs -f {run.Id}   follow it\n  haggle stop {run.Id}      stop it\n");
            return ExitCodes.Ok;
        }

        if (run.Nodes > 1 && !wish.Json) Terminal.Say($"Following node 0 of {run.Nodes}; another one: haggle logs -f {run.Id} --rank 1", Ink.Faint);
        using var screen = new FollowScreen(Terminal, run, isQuiet: wish.Json);
        try
        {
            using var follower = new RunFollower(world, client, screen);
            run = await follower.FollowAsync(run, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            screen.Close();
            Terminal.Say($"\nDetached: run {run.Id} ({run.Name}) goes on.\n  haggle logs -f {run.Id}   follow it again\n  haggle stop {run.Id}      stop it\n  haggle status {run.Id}    where it stands");
            return ExitCodes.Detached;
        }

        screen.Close();
        using var last = await world.ConnectAsync(cancellationToken).ConfigureAwait(false);
        await SshLeftovers.ClearAsync(world, last, cancellationToken).ConfigureAwait(false);
        var bill = await last.BillAsync(run.Id, cancellationToken).ConfigureAwait(false);
        if (wish.Json) WriteJson(new LaunchMessage { Plan = plan, Run = run, Bill = bill });
        else
        {
            var page = Terminal.ErrorPage();
            page.Blank();
            BillView.Write(page, bill);
            Terminal.Error.Write(page.ToString());
        }

        if (run.Outcome != "succeeded") Terminal.Say($"Run {run.Id} {run.Outcome ?? run.Phase}: {run.Reason}", Ink.Bad);
        return RunExit.CodeOf(run);
    }

    private void WriteJson(LaunchMessage message) => Terminal.Output.Write(JsonText.Of(message, RestJson.Default.LaunchMessage));
}
