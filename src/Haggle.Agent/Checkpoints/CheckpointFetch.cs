using Haggle.Agent.Files;
using Haggle.Agent.State;
using Haggle.Agent.Stores;
using Haggle.Buckets;
using Haggle.Wire.Agent;

namespace Haggle.Agent.Checkpoints;

/// <summary>Brings a checkpoint from a store outside the machine, to be verified here.</summary>
internal sealed class CheckpointFetch(MachineFolder folder, StoreDoor door, StateBoard board, AgentLog log, TimeProvider time)
{
    private static readonly TimeSpan RetryFirst = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RetryMax = TimeSpan.FromSeconds(30);

    // A training that began anew because its store was down for a moment would cost more than a machine that waits for it.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(20);

    /// <summary>Fetches one into a folder that looks like a store.</summary>
    /// <param name="order">The newest order, asked again for every try: its credentials may have been renewed.</param>
    /// <param name="wanted">Which one.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The folder.</returns>
    /// <exception cref="CheckpointFault">It is not there; another one may be.</exception>
    /// <exception cref="Programs.TaskFault">The store could not be asked for so long that nothing is begun without it.</exception>
    public async Task<string> FetchAsync(Func<OrderMessage?> order, CheckpointMessage wanted, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        for (var retry = RetryFirst; ; retry = retry * 2 > RetryMax ? RetryMax : retry * 2)
        {
            try
            {
                CheckpointShelf.Remove(folder.Fetched);
                var place = order()?.CheckpointRemote ?? throw new CheckpointFault($"checkpoint {wanted.Id} has no store");
                var to = Path.Combine(folder.Fetched, Path.GetFileName(wanted.Id));
                await door.Open(place).FetchAsync(RunKeys.OfCheckpoint(wanted.Id), to, CopyOptions.Alone, done => Tell(wanted, place, done), cancellationToken);
                board.Change(s => s with { Transfer = null });
                return folder.Fetched;
            }
            catch (BucketException fault) when (fault.Trouble is StoreTrouble.NoBucket)
            {
                throw new CheckpointFault($"checkpoint {wanted.Id} could not be used: {fault.Message}");
            }
            catch (BucketException fault)
            {
                var why = $"checkpoint {wanted.Id} could not be fetched: {fault.Message}";
                if (fault.Trouble is StoreTrouble.NoProgram or StoreTrouble.DiskFull || time.GetElapsedTime(began) > Patience) throw new Programs.TaskFault(why + "; nothing was started without it");
                log.Write(why);
                board.Note(why + "; tried again");
                await Task.Delay(retry, time, cancellationToken);
            }
        }
    }

    private void Tell(CheckpointMessage wanted, RemoteMessage place, Transfer done)
    {
        var message = new TransferMessage { What = $"checkpoint {wanted.Id} from {place.Address}", BytesDone = done.BytesDone, BytesTotal = wanted.Bytes, BytesPerSecond = done.BytesPerSecond };
        board.ChangeQuietly(s => s with { Transfer = message });
    }
}
