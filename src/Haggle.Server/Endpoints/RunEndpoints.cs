using Haggle.Core.Runs;
using Haggle.Engine;
using Haggle.Engine.Ports;
using Haggle.Server.Intake;
using Haggle.Server.Mapping;
using Haggle.Wire.Rest;

namespace Haggle.Server.Endpoints;

/// <summary>/v1/runs: submit, look at, wait for, stop.</summary>
internal sealed class RunEndpoints(RunEngine engine, IStore store, RunIntake intake)
{
    private const int MostWaitSeconds = 60;
    private const int MostListed = 10_000;

    public void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/v1/runs", Answer.With(SubmitAsync));
        app.MapGet("/v1/runs", Answer.With(ListAsync));
        app.MapGet("/v1/runs/{id}", Answer.With(async http => await TellAsync(http, await FindAsync(http))));
        app.MapGet("/v1/runs/{id}/watch", Answer.With(WatchAsync));
        app.MapGet("/v1/runs/{id}/events", Answer.With(EventsAsync));
        app.MapPost("/v1/runs/{id}/stop", Answer.With(http => StopAsync(http, StopWish.Gracefully)));
        app.MapPost("/v1/runs/{id}/down", Answer.With(http => StopAsync(http, StopWish.AtOnce)));
        app.MapGet("/v1/queue", Answer.With(QueueAsync));
    }

    private async Task SubmitAsync(HttpContext http)
    {
        var request = await Answer.ReadAsync(http, RestJson.Default.RunRequest);
        var (run, isNew) = await intake.SubmitAsync(request, http.RequestAborted);
        await TellAsync(http, run, isNew ? StatusCodes.Status201Created : StatusCodes.Status200OK);
    }

    private async Task ListAsync(HttpContext http)
    {
        var all = http.Request.Query["all"] == "true";
        var limit = (int)Math.Max(1, Answer.Number(http, "limit", 100, MostListed));
        var runs = await store.RunsAsync(!all, limit + 1, http.RequestAborted);
        var now = engine.Time.GetUtcNow();
        var messages = new List<RunMessage>();
        foreach (var run in runs.Take(limit))
        {
            var newest = await engine.FindAsync(run.Id, http.RequestAborted) ?? run;
            var message = RunMapping.Brief(newest, now, engine.Heard(run.Id), null);
            messages.Add(message);
        }

        await Answer.JsonAsync(http, new RunListMessage { Now = now, Runs = [.. messages], HasMore = runs.Length > limit }, RestJson.Default.RunListMessage);
    }

    private async Task WatchAsync(HttpContext http)
    {
        var seen = Answer.Number(http, "seen", 0);
        var wait = Math.Clamp(Answer.Number(http, "wait", 25), 0, MostWaitSeconds);
        var run = await FindAsync(http);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        timeout.CancelAfter(TimeSpan.FromSeconds(wait));
        try
        {
            while (run.Version <= seen && run.Phase is not RunPhase.Ended)
            {
                // The bell is taken before the state is looked at again, so that no change falls between the two.
                var bell = engine.NextChangeAsync(run.Id);
                run = await engine.FindAsync(run.Id, http.RequestAborted) ?? run;
                if (run.Version > seen) break;
                await bell.WaitAsync(timeout.Token);
                var told = engine.Heard(run.Id);
                run = await engine.FindAsync(run.Id, http.RequestAborted) ?? run;
                if (run.Version <= seen && !told.IsEmpty && seen > 0) break;
            }
        }
        catch (OperationCanceledException) when (!http.RequestAborted.IsCancellationRequested)
        {
        }

        await TellAsync(http, run);
    }

    private async Task EventsAsync(HttpContext http)
    {
        var run = await FindAsync(http);
        var after = Math.Max(0, Answer.Number(http, "after", 0));
        var events = await store.EventsAsync(run.Id, http.RequestAborted);
        var lines = events.Select((e, i) => new EventMessage { Number = i + 1, Epoch = e.Epoch, At = e.At, Kind = e.Kind, Text = e.Text });
        await Answer.JsonAsync(http, new EventListMessage { Events = [.. lines.Where(l => l.Number > after)] }, RestJson.Default.EventListMessage);
    }

    private async Task StopAsync(HttpContext http, StopWish wish)
    {
        var run = await engine.StopAsync(Answer.RunId(http), wish, http.RequestAborted) ?? throw Answer.NoRun(Answer.RunId(http));
        await TellAsync(http, run);
    }

    private async Task QueueAsync(HttpContext http)
    {
        var runs = await store.RunsAsync(onlyLive: true, MostListed, http.RequestAborted);
        var waiting = runs.Where(r => r is { Attempt: null, Outcome: null } || QueuedAt(r) is not null).OrderBy(r => SeatOf(r)?.Place ?? int.MaxValue).ThenBy(r => r.SubmittedAt).Select(r => new QueueEntryMessage
        {
            Run = r.Id.Value,
            Name = r.Job.Name,
            Phase = WireWords.PhaseOf(r),
            Reason = r.Reason,
            WaitingSince = r.SubmittedAt,
            NextTryAt = QueuedAt(r) is null ? r.DueAt : null,
            Nodes = r.Job.Nodes,
            Position = QueuedAt(r)?.Position ?? SeatOf(r)?.Place,
            StartsAt = QueuedAt(r)?.StartsAt ?? SeatOf(r)?.ExpectedAt,
        });
        var message = new QueueMessage { Now = engine.Time.GetUtcNow(), Waiting = [.. waiting], Running = runs.Count(r => r.Attempt is not null && QueuedAt(r) is null) };
        await Answer.JsonAsync(http, message, RestJson.Default.QueueMessage);
    }

    /// <summary>What a run waits for in the queue of the provider that it is placed at; null when it does not.</summary>
    private static MachineQueue? QueuedAt(Run run) => run.Attempt?.Slots.FirstOrDefault(slot => slot.Queue is not null)?.Queue;

    /// <summary>Where a run without machines stands in the queue for own machines; null when it waits for none.</summary>
    private Core.Pools.PoolSeat? SeatOf(Run run) => run.Attempt is null && engine.SeatOf(run.Id) is { Quotes.IsEmpty: true } seat ? seat : null;

    private async Task<Run> FindAsync(HttpContext http) =>
        await engine.FindAsync(Answer.RunId(http), http.RequestAborted) ?? throw Answer.NoRun(Answer.RunId(http));

    private async Task TellAsync(HttpContext http, Run run, int status = StatusCodes.Status200OK)
    {
        var ended = await store.AttemptsAsync(run.Id, http.RequestAborted);
        var source = await store.SourceAsync(run.Id, http.RequestAborted);
        var message = RunMapping.Full(run, ended, engine.Time.GetUtcNow(), engine.Heard(run.Id), source);
        await Answer.JsonAsync(http, message, RestJson.Default.RunMessage, status);
    }
}
