using Haggle.Core.Runs;
using Haggle.Engine.Ports;
using Haggle.Simulation.World;

namespace Haggle.Simulation.Agents;

/// <summary>The server's disk of logs. It keeps lengths only and compares every byte with what the node wrote.</summary>
internal sealed class SimLogs(SimWorld world)
{
    private readonly SortedDictionary<(long Run, int Epoch, int Rank), long> _lengths = [];

    public long Length(RunId run, int epoch, int rank) => _lengths.GetValueOrDefault((run.Value, epoch, rank));

    public void Append(RunId run, int epoch, int rank, LogPiece piece)
    {
        var key = (run.Value, epoch, rank);
        var end = _lengths.GetValueOrDefault(key);
        if (piece.Offset > end) throw new InvalidOperationException($"a piece at {piece.Offset} begins after the end of the log, {end}");
        var bytes = piece.Bytes.Span;
        for (var i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] == SimAgent.LogByte(run, epoch, rank, piece.Offset + i)) continue;
            world.Watch.Broken("logs", $"run {run} attempt {epoch} node {rank}: byte {piece.Offset + i} is not what the node wrote");
            break;
        }

        _lengths[key] = Math.Max(end, piece.Offset + bytes.Length);
    }
}
