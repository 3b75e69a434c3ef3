using Haggle.Core.Runs;
using Haggle.Engine.Ports;
using Haggle.Simulation.Agents;
using Haggle.Simulation.Bugs;
using Haggle.Simulation.World;

namespace Haggle.Simulation.Ports;

/// <summary>The server's disk of logs as one of its lives reaches it.</summary>
internal sealed class LogPort(SimLogs logs, SimWorld world, Gate gate) : ILogStore
{
    private readonly Errand _errand = new("logs") { Travel = (TimeSpan.Zero, TimeSpan.FromMilliseconds(2)) };

    public long Length(RunId run, int epoch, int rank) =>
        logs.Length(run, epoch, rank) + (world.Bug is PlantedBug.CutLog && logs.Length(run, epoch, rank) > 200 ? 1000 : 0);

    public Task AppendAsync(RunId run, int epoch, int rank, LogPiece piece, CancellationToken cancellationToken) => gate.PassAsync<bool>(
        _errand,
        $"append {piece.Bytes.Length} at {piece.Offset} to run {run} attempt {epoch} node {rank}",
        answer =>
        {
            try
            {
                logs.Append(run, epoch, rank, piece);
                if (world.Bug is PlantedBug.DoubleLog) logs.Append(run, epoch, rank, piece with { Offset = piece.Offset + piece.Bytes.Length });
                answer(true, null);
            }
            catch (InvalidOperationException refused)
            {
                answer(false, refused);
            }
        },
        cancellationToken);
}
