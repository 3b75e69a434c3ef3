using Haggle.Server.Intake;
using Haggle.Wire.Rest;

namespace Haggle.Server.Endpoints;

/// <summary>POST /v1/plan.</summary>
internal sealed class PlanEndpoints(RunIntake intake)
{
    public void Map(IEndpointRouteBuilder app) => app.MapPost("/v1/plan", Answer.With(async http =>
    {
        var request = await Answer.ReadAsync(http, RestJson.Default.PlanRequest);
        await Answer.JsonAsync(http, await intake.PlanAsync(request, http.RequestAborted), RestJson.Default.PlanMessage);
    }));
}
