using Haggle.Core.Runs;
using Haggle.Engine;
using Haggle.Engine.Ports;
using Haggle.Server.Gateway;
using Haggle.Wire.Agent;
using Haggle.Wire.Rest;
using Microsoft.AspNetCore.Http.Features;

namespace Haggle.Server.Endpoints;

/// <summary>
/// /v1/runs/{id}/channels: the request becomes a raw connection between the client and the agent of a machine. The server hands bytes on and understands
/// none of them, so it need not be as new as the two ends.
/// </summary>
internal sealed class ChannelEndpoints(RunEngine engine, AgentLink link, IHostApplicationLifetime lifetime)
{
    // As much as the kernel holds of a unix socket anyway.
    private const int PieceLength = 128 * 1024;

    public void Map(IEndpointRouteBuilder app) => app.MapGet("/v1/runs/{id}/channels", Answer.With(JoinAsync));

    private async Task JoinAsync(HttpContext http)
    {
        var upgrade = http.Features.Get<IHttpUpgradeFeature>();
        if (upgrade is not { IsUpgradableRequest: true } || http.Request.Headers.Upgrade != RestHeader.Channels)
            throw new RestException(ErrorCode.BadRequest, "this address speaks only with clients that ask for the upgrade to " + RestHeader.Channels);
        var slot = await MachineAsync(http);
        AgentLine line;
        try
        {
            line = await link.ChannelsAsync(slot, http.RequestAborted);
        }
        catch (ProviderException fault) when (!fault.IsTransient)
        {
            throw new RestException(ErrorCode.NotFound, fault.Message);
        }

        await using (line)
        {
            http.Response.Headers.Upgrade = RestHeader.Channels;
            await using var client = await upgrade.UpgradeAsync();
            await RelayAsync(client, line, http.RequestAborted);
        }
    }

    private async Task<Slot> MachineAsync(HttpContext http)
    {
        var id = Answer.RunId(http);
        var rank = Answer.Number(http, "rank", 0);
        var run = await engine.FindAsync(id, http.RequestAborted) ?? throw Answer.NoRun(id);
        if (rank < 0 || rank >= run.Job.Nodes) throw new RestException(ErrorCode.NotFound, $"run {id} has no node {rank}; it has {run.Job.Nodes}");
        return run.Attempt?.Slots.FirstOrDefault(s => s.Rank == rank && s is { Machine: not null, State: SlotState.Launched or SlotState.Ready })
            ?? throw new RestException(ErrorCode.Conflict, $"run {id} has no machine {rank} at the moment", $"haggle status {id} tells where it stands");
    }

    /// <summary>Until one of the two hangs up, or the server ends.</summary>
    private async Task RelayAsync(Stream client, AgentLine line, CancellationToken aborted)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(aborted, lifetime.ApplicationStopping);
        var machine = line.Raw();
        var up = CopyAsync(client, machine, over.Token);
        var down = CopyAsync(machine, client, over.Token);
        await Task.WhenAny(up, down);
        await over.CancelAsync();
        // What is stuck in a write is let go by closing the connection, which the caller does next.
        await line.DisposeAsync();
        await Task.WhenAll(up, down).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static async Task CopyAsync(Stream from, Stream to, CancellationToken cancellationToken)
    {
        var buffer = new byte[PieceLength];
        for (int count; (count = await from.ReadAsync(buffer, cancellationToken)) > 0;) await to.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
    }
}
