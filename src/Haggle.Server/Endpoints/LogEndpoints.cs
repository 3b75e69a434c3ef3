using System.Globalization;
using Haggle.Core.Runs;
using Haggle.Engine;
using Haggle.Engine.Ports;
using Haggle.Storage.Folders;
using Haggle.Wire.Rest;

namespace Haggle.Server.Endpoints;

/// <summary>/v1/runs/{id}/logs: bytes by offset, so that a reader who breaks off comes back without losing or doubling any.</summary>
internal sealed class LogEndpoints(RunEngine engine, IStore store, FolderLogStore logs)
{
    private const int MostBytes = 1 << 20;
    private const int MostWaitSeconds = 60;

    /// <summary>How often the file is looked at for a reader who waits; the pump appends to it without telling.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(50);

    public void Map(IEndpointRouteBuilder app) => app.MapGet("/v1/runs/{id}/logs", Answer.With(ReadAsync));

    private async Task ReadAsync(HttpContext http)
    {
        var stop = http.RequestAborted;
        var id = Answer.RunId(http);
        var run = await engine.FindAsync(id, stop) ?? throw Answer.NoRun(id);
        var epoch = (int)Answer.Number(http, "attempt", run.Epoch);
        var rank = (int)Answer.Number(http, "rank", 0);
        if (epoch < 0 || epoch > run.Epoch) throw new RestException(ErrorCode.NotFound, $"run {id} has no attempt {epoch}; the newest is {run.Epoch}");
        if (rank < 0 || rank >= run.Job.Nodes) throw new RestException(ErrorCode.NotFound, $"run {id} has no node {rank}; it has {run.Job.Nodes}");
        var most = (int)Math.Max(1, Answer.Number(http, "max", MostBytes, MostBytes));
        var wait = TimeSpan.FromSeconds(Math.Clamp(Answer.Number(http, "wait", 0), 0, MostWaitSeconds));
        var length = logs.Length(id, epoch, rank);
        var offset = Answer.Number(http, "offset", 0);
        if (offset < 0) offset = Math.Max(0, length + offset);

        var until = engine.Time.GetTimestamp();
        var (bytes, end) = await PieceAsync(id, epoch, rank, offset, most, stop);
        while (bytes.IsEmpty && !end && engine.Time.GetElapsedTime(until) < wait)
        {
            await Task.Delay(LookEvery, engine.Time, stop);
            (bytes, end) = await PieceAsync(id, epoch, rank, offset, most, stop);
        }

        var headers = http.Response.Headers;
        headers[RestHeader.LogAttempt] = epoch.ToString(CultureInfo.InvariantCulture);
        headers[RestHeader.LogOffset] = offset.ToString(CultureInfo.InvariantCulture);
        headers[RestHeader.LogNext] = (offset + bytes.Length).ToString(CultureInfo.InvariantCulture);
        if (end) headers[RestHeader.LogEnd] = "true";
        http.Response.ContentType = "application/octet-stream";
        http.Response.ContentLength = bytes.Length;
        await http.Response.Body.WriteAsync(bytes, stop);
    }

    private async Task<(ReadOnlyMemory<byte> Bytes, bool End)> PieceAsync(RunId id, int epoch, int rank, long offset, int most, CancellationToken cancellationToken)
    {
        // Whether it is over is asked before the bytes are read: a log that was over then has no more bytes than are read now.
        var over = epoch == 0 ? await IsOverAsync(id, cancellationToken) : await IsClosedAsync(id, epoch, rank, cancellationToken);
        var bytes = epoch == 0 ? ReadOnlyMemory<byte>.Empty : await logs.ReadAsync(id, epoch, rank, offset, most, cancellationToken);
        return (bytes, over && offset + bytes.Length >= logs.Length(id, epoch, rank));
    }

    private async Task<bool> IsOverAsync(RunId id, CancellationToken cancellationToken) =>
        await engine.FindAsync(id, cancellationToken) is null or { Phase: RunPhase.Ended };

    /// <summary>A log is closed when its machine is no longer listened to.</summary>
    private async Task<bool> IsClosedAsync(RunId id, int epoch, int rank, CancellationToken cancellationToken)
    {
        var run = await engine.FindAsync(id, cancellationToken);
        if (run is null or { Phase: RunPhase.Ended }) return true;
        var slot = RunFacts.Find(run, LaunchToken.For(store.Owner, id, epoch, rank));
        return slot is null ? run.Epoch > epoch || run.Attempt is null : slot.State is SlotState.Ending or SlotState.Gone or SlotState.NeverBorn;
    }
}
