using Haggle.Core.Market;
using Haggle.Engine;
using Haggle.Engine.Ports;
using Haggle.Server.Intake;
using Haggle.Server.Mapping;
using Haggle.Wire.Rest;

namespace Haggle.Server.Endpoints;

/// <summary>GET /v1/runs/{id}/bill.</summary>
internal sealed class BillEndpoints(RunEngine engine, IStore store)
{
    public void Map(IEndpointRouteBuilder app) => app.MapGet("/v1/runs/{id}/bill", Answer.With(BillAsync));

    private async Task BillAsync(HttpContext http)
    {
        var id = Answer.RunId(http);
        var run = await engine.FindAsync(id, http.RequestAborted) ?? throw Answer.NoRun(id);
        var ended = await store.AttemptsAsync(id, http.RequestAborted);
        var first = run.Attempt?.Slots[0].Quote ?? (ended.IsEmpty ? null : ended[0].Attempt.Slots[0].Quote);
        var reclaimable = first is { Offer.Purchase: Purchase.Spot or Purchase.Bid };
        var onDemand = reclaimable ? RunIntake.OnDemandRate(run.Job.Rehearsal?.Offer ?? first!.Offer.Key.Value) : null;
        var bill = BillMapping.Of(
            run,
            ended,
            await store.LedgerAsync(id, http.RequestAborted),
            await store.SourceAsync(id, http.RequestAborted),
            onDemand,
            engine.Time.GetUtcNow());
        await Answer.JsonAsync(http, bill, RestJson.Default.BillMessage);
    }
}
