using Haggle.Core.Runs;

namespace Haggle.Engine.Ports;

/// <summary>Where the logs of all attempts are kept on the server. One writer for each log at a time; readers at any time.</summary>
public interface ILogStore
{
    /// <summary>How many bytes are kept of a node's log.</summary>
    long Length(RunId run, int epoch, int rank);

    /// <summary>Adds a piece. A piece that begins before the end is trimmed, one that begins after it is refused: nothing is doubled or lost.</summary>
    /// <exception cref="InvalidOperationException">The piece begins after the end.</exception>
    Task AppendAsync(RunId run, int epoch, int rank, LogPiece piece, CancellationToken cancellationToken);
}
