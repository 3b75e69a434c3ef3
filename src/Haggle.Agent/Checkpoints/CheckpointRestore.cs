using Haggle.Agent.Files;
using Haggle.Agent.Orders;
using Haggle.Agent.State;
using Haggle.Wire.Agent;

namespace Haggle.Agent.Checkpoints;

/// <summary>Finds the checkpoint that a program starts from: the newest of those in the order that is right to the last byte.</summary>
internal sealed class CheckpointRestore(MachineFolder folder, OrderBook book, StopWishes stops, CheckpointFetch fetch, StateBoard board, AgentLog log)
{
    /// <summary>Brings it into the checkpoint folder.</summary>
    /// <returns>Whether there is one.</returns>
    /// <exception cref="Programs.TaskFault">The store cannot be asked; beginning anew would throw work away.</exception>
    public async Task<bool> RestoreAsync(OrderMessage order)
    {
        if (order.CheckpointPath.Length == 0) return false;
        var target = folder.CheckpointFolder(order.CheckpointPath);
        foreach (var checkpoint in order.RestoreFrom)
        {
            try
            {
                var store = order.CheckpointRemote is null ? order.CheckpointStore : await fetch.FetchAsync(() => book.Order, checkpoint, stops.Asked);
                await CheckpointReader.RestoreAsync(store, checkpoint, folder.Restoring, target, stops.Asked);
                log.Write($"checkpoint {checkpoint.Id} restored");
                board.Change(s => s with { RestoredFrom = checkpoint.Id });
                return true;
            }
            catch (CheckpointFault fault)
            {
                log.Write(fault.Message);
                board.Note(fault.Message);
            }
            finally
            {
                CheckpointShelf.Remove(folder.Fetched);
            }
        }

        Directory.CreateDirectory(target);
        return false;
    }
}
