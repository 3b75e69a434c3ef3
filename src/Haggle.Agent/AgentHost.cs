using System.Runtime.InteropServices;
using System.Text.Json;
using Haggle.Agent.Allotments;
using Haggle.Agent.Channels;
using Haggle.Agent.Checkpoints;
using Haggle.Agent.Containers;
using Haggle.Agent.Files;
using Haggle.Agent.Orders;
using Haggle.Agent.Programs;
using Haggle.Agent.Progress;
using Haggle.Agent.Protocol;
using Haggle.Agent.State;
using Haggle.Agent.Stores;
using Haggle.Agent.Views;
using Haggle.Wire.Agent;

namespace Haggle.Agent;

/// <summary>One agent on one machine: puts the parts together, lets them run, and ends the machine.</summary>
/// <param name="folder">The machine's folder.</param>
/// <param name="configuration">Who it is.</param>
/// <param name="notice">How long before the machine is taken away it gets SIGTERM; null where SIGTERM is somebody's word to the agent.</param>
/// <param name="time">The clock.</param>
internal sealed class AgentHost(MachineFolder folder, AgentConfiguration configuration, TimeSpan? notice, TimeProvider time)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);

    private readonly AgentLog log = new(folder.OwnLog, time);

    /// <summary>Runs until the machine ends.</summary>
    public async Task RunAsync()
    {
        using var ending = new Ending();
        using var stops = new StopWishes(time);
        using var all = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Terminate(context, ending));
        using var hangup = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context => context.Cancel = true);
        var lease = new Lease(time, TimeSpan.FromSeconds(configuration.FirstLeaseSeconds));
        var board = new StateBoard(time);
        var book = new OrderBook(folder, log);
        var shelf = new BundleShelf(folder);
        var view = new MountView(folder, log);
        var allotment = await AllotmentHold.TakeAsync(configuration.Token, log, time, all.Token);
        var door = new StoreDoor(configuration.Token, time);
        using var uploader = new CheckpointUploader(folder, configuration.Epoch, () => book.Order, door, board, log, time);
        using var keeper = new CheckpointKeeper(folder, configuration.Epoch, board, uploader, log, time);
        var remotes = new RemoteMounts(folder, door, board, log, time);
        var taskLog = new TaskLog(folder.TaskLog, configuration.LogLimitBytes > 0 ? configuration.LogLimitBytes : TaskLog.UsualLimit, () => book.Mask);
        var shell = new Shell(folder, configuration.Token, view, allotment.Environment);
        var container = new Container(folder, configuration.Token, allotment.Environment, board, log, time);
        var place = new ProgramPlace(shell, container);
        var reports = new TaskReports(folder, taskLog, book, board, keeper, time);
        var restore = new CheckpointRestore(folder, book, stops, new CheckpointFetch(folder, door, board, log, time), board, log);
        var pilot = new Pilot(folder, book, stops, board, shelf, remotes, restore, view, container, new ScriptRunner(place, stops, board, time), reports, keeper, uploader, notice is not null, log, time);
        var reclaim = new Reclaim(folder, book, board, stops, ending, uploader, log, time);
        using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Terminate(context, ending, reclaim));
        var channels = new ChannelDesk(new ForwardTarget(folder), new ShellTarget(folder, book, place), new SshdTarget(folder, configuration.Token, book, shell), log);
        var desk = new RequestDesk(configuration, lease, book, board, stops, shelf, taskLog, new ExecDesk(configuration, folder, book, place), channels, new StoreDesk(configuration, folder, lease), ending);
        using var listener = new Listener(MachineFolder.Socket, configuration, desk, log);
        using var watch = new GuardWatch(configuration.Token, folder.Ended, allotment.Path, log);

        var flying = pilot.RunAsync(all.Token);
        Task[] parts = [listener.RunAsync(all.Token), LookAsync(reports, taskLog, reclaim, all.Token), LeaseAsync(lease, ending, all.Token), watch.RunAsync(all.Token), allotment.RenewAsync(ending, all.Token)];
        if (Ec2Metadata.Here(folder, log, time) is { } metadata) parts = [.. parts, metadata.RunAsync(all.Token)];
        if (GceMetadata.Here(folder, time) is { } google) parts = [.. parts, google.RunAsync(all.Token)];
        foreach (var part in parts.Append(flying)) _ = ReportFaultAsync(part, ending);
        log.Write($"machine {configuration.Token}, attempt {configuration.Epoch}, process {Environment.ProcessId}");

        var why = await ending.Asked;
        log.Write($"the machine ends: {why}");

        await new MachineStop(ending, stops, all, time).RunAsync(why, book.Order?.GraceSeconds ?? 0, flying);
        await all.CancelAsync();
        watch.KillAll();
        remotes.Close();
        view.Close();
        await allotment.FreeAsync(CancellationToken.None);
        WriteEnded(why);
        await container.CloseAsync();
        File.Delete(MachineFolder.Socket);
        watch.Release();
    }

    private static void Terminate(PosixSignalContext context, Ending ending)
    {
        context.Cancel = true;
        ending.Ask("terminated");
    }

    private void Terminate(PosixSignalContext context, Ending ending, Reclaim reclaim)
    {
        // A machine that its own server gives back is not one that is taken away, though the cluster's signal is the same.
        if (notice is not { } left || File.Exists(folder.EndWanted))
        {
            Terminate(context, ending);
            return;
        }

        context.Cancel = true;
        reclaim.Hear(left);
    }

    private async Task LookAsync(TaskReports reports, TaskLog taskLog, Reclaim reclaim, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(LookEvery, time);
        do
        {
            reclaim.Look();
            reports.Look();
            taskLog.Trim();
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    private static async Task LeaseAsync(Lease lease, Ending ending, CancellationToken cancellationToken)
    {
        await lease.RanOutAsync(cancellationToken);
        ending.Ask("lease");
    }

    // A fault of ours that nobody foresaw must not leave a machine that is paid for and does nothing.
    private async Task ReportFaultAsync(Task part, Ending ending)
    {
        try
        {
            await part;
        }
        catch (OperationCanceledException)
        {
        }
        catch (Exception fault)
        {
            log.Write($"fault: {fault}");
            ending.Ask("failed");
        }
    }

    private void WriteEnded(string why)
    {
        try
        {
            if (File.Exists(folder.Ended)) return;
            var ended = new MachineEnded { At = time.GetUtcNow(), Why = why };
            MachineFolder.WriteWhole(folder.Ended, JsonSerializer.SerializeToUtf8Bytes(ended, AgentJson.Default.MachineEnded));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            log.Write($"ended.json could not be written: {fault.Message}");
        }
    }
}
