using Haggle.Engine;
using Haggle.Engine.Ports;
using Haggle.Server.Hosting;
using Haggle.Wire.Rest;

namespace Haggle.Server.Endpoints;

/// <summary>/v1/about, /v1/doctor and the end of the server.</summary>
internal sealed class ServerEndpoints(RunEngine engine, IStore store, ServerIdentity identity, IdleWatch idle, Doctor doctor, IHostApplicationLifetime lifetime)
{
    public void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/v1/about", Answer.With(http => Answer.JsonAsync(http, About(), RestJson.Default.AboutMessage)));
        app.MapGet("/v1/doctor", Answer.With(async http =>
            await Answer.JsonAsync(http, await doctor.ExamineAsync(http.RequestAborted), RestJson.Default.DoctorMessage)));
        app.MapPost("/v1/server/stop", Answer.With(StopAsync));
    }

    private async Task StopAsync(HttpContext http)
    {
        var request = await Answer.ReadAsync(http, RestJson.Default.StopServerRequest);
        await Answer.JsonAsync(http, About(), RestJson.Default.AboutMessage, StatusCodes.Status202Accepted);
        await http.Response.CompleteAsync();
        if (request.WhenIdle) idle.StopWhenIdle();
        else lifetime.StopApplication();
    }

    private AboutMessage About() => new()
    {
        Version = identity.Version,
        Build = identity.Build,
        ProcessId = Environment.ProcessId,
        StartedAt = identity.StartedAt,
        Owner = store.Owner.Value,
        Home = identity.Home,
        LiveRuns = engine.LiveRuns,
        IsPrivate = identity.IsPrivate,
    };
}
