using Haggle.Agent.Checkpoints;
using Haggle.Agent.Containers;
using Haggle.Agent.Files;
using Haggle.Agent.Orders;
using Haggle.Agent.Programs;
using Haggle.Agent.Progress;
using Haggle.Agent.State;
using Haggle.Agent.Stores;
using Haggle.Agent.Views;
using Haggle.Buckets;
using Haggle.Wire.Agent;

namespace Haggle.Agent;

/// <summary>Takes one machine through its life: files, checkpoint, setup, program, last checkpoint. Goes as far as the orders let it, and once.</summary>
internal sealed class Pilot(
    MachineFolder folder, OrderBook book, StopWishes stops, StateBoard board, BundleShelf bundles, RemoteMounts remotes, CheckpointRestore restore, MountView view, Container container,
    ScriptRunner scripts, TaskReports reports, CheckpointKeeper keeper, CheckpointUploader uploader, bool isSignalled, AgentLog log, TimeProvider time)
{
    // What a shell gives for a program that is there and cannot be started.
    private const int CannotStart = 126;

    // How long the last checkpoint may take to a store outside the machine: after a training that is over it is worth a lot, to a person who waits less.
    private static readonly TimeSpan UploadMax = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan UploadMaxWhenStopped = TimeSpan.FromSeconds(90);

    // A cluster signals all processes of a machine at once; the agent must not tell the program's end before it has heard what ended it.
    private static readonly TimeSpan SignalLag = TimeSpan.FromSeconds(1);

    /// <summary>Returns when the program is over and what could be saved is saved.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        int? exit = null;
        string why;
        try
        {
            (exit, why) = await FollowAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (stops.IsAsked && !cancellationToken.IsCancellationRequested)
        {
            why = $"{stops.Why}, before the program was started";
        }
        catch (Exception fault) when (fault is TaskFault or BucketException or IOException or UnauthorizedAccessException)
        {
            (exit, why) = (CannotStart, fault.Message);
        }

        reports.ReadAll(isOver: true);
        log.Write($"ended: exit code {exit?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "none"}; {why}");
        board.Change(s => s with { Phase = "ended", ExitCode = exit, Why = why, EndedAt = time.GetUtcNow() });
    }

    private async Task<(int? Exit, string Why)> FollowAsync(CancellationToken cancellationToken)
    {
        var order = await book.ReachedAsync(OrderStep.Setup, stops.Asked);
        await FetchAsync(order);
        board.Change(s => s with { Phase = "setting-up" });
        await remotes.BringAsync(order, stops.Asked);
        var restored = await restore.RestoreAsync(order);
        var environment = Environment(order, restored);
        // A container has a file system of its own, and with it its own way to the mounts.
        if (order.Container is null) await view.OpenAsync(order.Mounts, UserHome(order), stops.Asked);
        else await container.OpenAsync(order, stops.Asked);
        if (order.Setup.Length > 0 && await scripts.RunAsync("setup", order.Setup, environment, cancellationToken) is var setup && (setup.Code != 0 || setup.Stopped))
        {
            await HeardAsync(setup);
            return (setup.Code, setup.Stopped ? $"{stops.Why}, during setup" : $"the setup script ended with exit code {setup.Code}{After(setup.Cause)}");
        }

        board.Change(s => s with { SetupDone = true, Phase = "idle" });
        order = await book.ReachedAsync(OrderStep.Run, stops.Asked);
        stops.Asked.ThrowIfCancellationRequested();
        return await RunProgramAsync(order, Environment(order, restored), cancellationToken);
    }

    private async Task<(int? Exit, string Why)> RunProgramAsync(OrderMessage order, Dictionary<string, string> environment, CancellationToken cancellationToken)
    {
        keeper.Begin(order);
        using var saving = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        // The threads of the pool are few; looking at a large folder must not keep an answer waiting.
        var keeping = Task.Run(() => keeper.RunAsync(saving.Token), cancellationToken);
        var uploading = Task.Run(() => uploader.RunAsync(saving.Token), cancellationToken);
        var end = await scripts.RunAsync("run", order.Run, environment, cancellationToken, onStarted: () => board.Change(s => s with { Phase = "running", StartedAt = time.GetUtcNow() }));
        board.Change(s => s with { Phase = "stopping" });
        await HeardAsync(end);
        reports.ReadAll(isOver: false);
        await keeper.SaveLastAsync(vouched: end.Code == 0 && !end.Killed, cancellationToken);
        await ArriveAsync(end.Stopped, cancellationToken);
        await saving.CancelAsync();
        await Task.WhenAll(keeping, uploading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var late = end.Killed ? "; it did not end within its grace and was killed" : "";
        return (end.Code, end.Stopped || (isSignalled && stops.IsAsked) ? stops.Why + late : end.Code == 0 ? "" : ExitWords(end.Code) + After(end.Cause));
    }

    private async Task HeardAsync(ScriptEnd end)
    {
        if (isSignalled && !end.Stopped) await Task.Delay(SignalLag, time, stops.Asked).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    // What the program left must reach the places that outlive the machine.
    private async Task ArriveAsync(bool stopped, CancellationToken cancellationToken)
    {
        var limit = stopped ? UploadMaxWhenStopped : UploadMax;
        var saved = uploader.FinishAsync(limit, cancellationToken);
        var written = remotes.FlushAsync(limit, cancellationToken);
        if (!await saved) board.Note("the last checkpoint did not reach its store in time; an older one is there");
        if (!await written) board.Note("not everything that was written to mounts reached its store in time");
    }

    private async Task FetchAsync(OrderMessage order)
    {
        Directory.CreateDirectory(folder.Work);
        if (order.Bundle.Length == 0) return;
        if (!bundles.Has(order.Bundle)) board.Change(s => s with { Phase = "needs-bundle" });
        await bundles.ArrivedAsync(order.Bundle, stops.Asked);
        board.Change(s => s with { Phase = "setting-up" });
        await Bundle.UnpackAsync(folder.Bundle(order.Bundle), folder.Work, stops.Asked);
        var outside = Path.Combine(folder.Work, MountPlace.Folder);
        if (Directory.Exists(outside)) Directory.Move(outside, folder.Mounts);
    }

    private static string UserHome(OrderMessage order) =>
        order.Environment.GetValueOrDefault("HOME") ?? System.Environment.GetFolderPath(System.Environment.SpecialFolder.UserProfile);

    private Dictionary<string, string> Environment(OrderMessage order, bool restored)
    {
        var environment = new Dictionary<string, string>(order.Environment)
        {
            ["HAGGLE_PROGRESS"] = folder.Progress,
            ["HAGGLE_RESUME"] = restored ? "1" : "0",
            ["HAGGLE_GRACE_SECONDS"] = order.GraceSeconds.ToString("0.###", System.Globalization.CultureInfo.InvariantCulture),
        };
        if (order.CheckpointPath.Length > 0) environment["HAGGLE_CHECKPOINT_DIR"] = folder.CheckpointFolder(order.CheckpointPath);
        return environment;
    }

    private static string After(string cause) => cause.Length > 0 ? ": " + cause : "";

    private static string ExitWords(int code) => code > 128 ? $"the program was ended by signal {code - 128}" : $"the program ended with exit code {code}";
}
