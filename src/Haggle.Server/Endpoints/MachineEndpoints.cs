using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Haggle.Core.Runs;
using Haggle.Engine;
using Haggle.Engine.Ports;
using Haggle.Providers.Local;
using Haggle.Server.Gateway;
using Haggle.Server.Mapping;
using Haggle.Wire.Rest;

namespace Haggle.Server.Endpoints;

/// <summary>What is done on a run's machines: a shell, a command, a pretended reclaim.</summary>
internal sealed class MachineEndpoints(RunEngine engine, LocalProvider local, ImmutableArray<IMachineDoor> doors, AgentLink link)
{
    private static readonly TimeSpan LongestNotice = TimeSpan.FromHours(1);

    public void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/v1/runs/{id}/shell", Answer.With(ShellAsync));
        app.MapPost("/v1/runs/{id}/exec", Answer.With(ExecAsync));
        app.MapPost("/v1/runs/{id}/reclaim", Answer.With(ReclaimAsync));
    }

    private async Task ShellAsync(HttpContext http)
    {
        var (run, slot) = await MachineAsync(http, (int)Answer.Number(http, "rank", 0));
        var door = doors.FirstOrDefault(each => each.Provider == slot.Quote.Offer.Provider)
            ?? throw new RestException(ErrorCode.Conflict, $"machines of {slot.Quote.Offer.Provider} are not reached this way");
        var access = await door.ShellAsync(slot.Machine!.Value, http.RequestAborted);
        var message = new ShellMessage
        {
            Program = access.Program,
            Arguments = [.. access.Arguments],
            Folder = access.Folder,
            Environment = OrderMapping.PlainEnvironment(run, slot),
        };
        await Answer.JsonAsync(http, message, RestJson.Default.ShellMessage);
    }

    private async Task ExecAsync(HttpContext http)
    {
        var request = await Answer.ReadAsync(http, RestJson.Default.ExecRequest);
        var (_, slot) = await MachineAsync(http, request.Rank ?? 0);
        http.Response.ContentType = ExecFrame.MediaType;
        var body = http.Response.Body;
        var code = await link.ExecAsync(slot, request.Command, bytes => ExecFrame.WriteAsync(body, ExecFrame.Output, bytes, http.RequestAborted), http.RequestAborted);
        await ExecFrame.WriteAsync(body, ExecFrame.Exit, Encoding.ASCII.GetBytes(code.ToString(CultureInfo.InvariantCulture)), http.RequestAborted);
    }

    private async Task ReclaimAsync(HttpContext http)
    {
        var request = await Answer.ReadAsync(http, RestJson.Default.ReclaimRequest);
        var run = await FindAsync(http);
        var notice = TimeSpan.FromSeconds(request.NoticeSeconds ?? 0);
        if (notice < TimeSpan.Zero || notice > LongestNotice) throw new RestException(ErrorCode.BadRequest, "a notice is between 0 and one hour long");
        var slots = (run.Attempt?.Slots ?? []).Where(s => s.Machine is not null && s.MayExist && (request.Rank is null || s.Rank == request.Rank)).ToArray();
        if (slots.Length == 0) throw new RestException(ErrorCode.Conflict, $"run {run.Id} has no such machine at the moment", $"haggle status {run.Id} tells where it stands");
        if (slots.Any(s => s.Quote.Offer.Provider != local.Name)) throw new RestException(ErrorCode.Conflict, "only machines on this host can be taken back for trial");
        foreach (var slot in slots) await local.ReclaimAsync(slot.Machine!.Value, notice, http.RequestAborted);
        engine.AskForList(local.Name);
        await Answer.JsonAsync(http, RunMapping.Brief(run, engine.Time.GetUtcNow(), engine.Heard(run.Id), null), RestJson.Default.RunMessage);
    }

    private async Task<Run> FindAsync(HttpContext http) =>
        await engine.FindAsync(Answer.RunId(http), http.RequestAborted) ?? throw Answer.NoRun(Answer.RunId(http));

    private async Task<(Run Run, Slot Slot)> MachineAsync(HttpContext http, int rank)
    {
        var run = await FindAsync(http);
        var slot = run.Attempt?.Slots.FirstOrDefault(s => s.Rank == rank && s is { Machine: not null, State: SlotState.Launched or SlotState.Ready });
        if (slot is null) throw new RestException(ErrorCode.Conflict, $"run {run.Id} has no machine {rank} at the moment", $"haggle status {run.Id} tells where it stands");
        return (run, slot);
    }
}
