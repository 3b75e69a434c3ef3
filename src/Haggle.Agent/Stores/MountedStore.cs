using System.ComponentModel;
using System.Diagnostics;
using System.Text.RegularExpressions;
using Haggle.Agent.Programs;
using Haggle.Buckets;
using Haggle.Wire.Agent;

namespace Haggle.Agent.Stores;

/// <summary>A store that is mounted: the program that serves it, and what of it is not in the store yet.</summary>
internal sealed partial class MountedStore(MountMessage mount, string target, string cache, AgentLog log, TimeProvider time)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan OpenLimit = TimeSpan.FromSeconds(60);

    private readonly Lock gate = new();
    private readonly Queue<string> said = new();
    private TaskCompletionSource reported = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool isClean;

    /// <summary>Says what is missing for mounts on this machine.</summary>
    /// <exception cref="TaskFault">Something is.</exception>
    public static void CheckFuse(string destination)
    {
        var missing = !File.Exists("/dev/fuse") ? "/dev/fuse is not on this machine (load the fuse module; in a container: --device /dev/fuse --cap-add SYS_ADMIN)"
            : Rclone.FindProgram("fusermount3") is null && Rclone.FindProgram("fusermount") is null ? "fusermount3 is not on the PATH (apt-get install fuse3)" : "";
        if (missing.Length > 0) throw new TaskFault($"file_mounts: {destination} is to be mounted, which needs FUSE, and {missing}. Write 'mode: COPY' to have it copied instead");
    }

    /// <summary>Mounts it; returns when the program may look.</summary>
    /// <exception cref="TaskFault">It could not be mounted.</exception>
    public async Task OpenAsync(Rclone rclone, CancellationToken cancellationToken)
    {
        var process = rclone.Start(StoreDoor.RemoteOf(mount.Remote), MountCommand.Words(mount, target, cache));
        _ = ListenAsync(process);
        var began = time.GetTimestamp();
        while (!IsMounted(target))
        {
            if (process.HasExited || time.GetElapsedTime(began) > OpenLimit)
            {
                if (!process.HasExited) process.Kill();
                throw new TaskFault(RcloneWords.Fault($"file_mounts: {mount.Destination} could not be mounted", mount.Remote.Address, 1, Said()).Message);
            }

            await Task.Delay(Look, time, cancellationToken);
        }
    }

    /// <summary>Completes when nothing is left that is not in the store. Without the cache that is always so once files are closed.</summary>
    public async Task FlushedAsync(CancellationToken cancellationToken)
    {
        if (mount.Mode != "mount-cached" || mount.ReadOnly) return;

        // The report after the next one: the next may have been written before the last file was closed.
        for (var clean = 0; clean < 2;)
        {
            Task next;
            lock (gate) next = reported.Task;
            await next.WaitAsync(cancellationToken);
            lock (gate) clean = isClean ? clean + 1 : 0;
        }
    }

    /// <summary>Takes it away.</summary>
    public void Close()
    {
        if (!IsMounted(target)) return;
        _ = Try("umount", "-n", "-l", target) || Try("fusermount3", "-u", "-z", target) || Try("fusermount", "-u", "-z", target);
        if (IsMounted(target)) log.Write($"{target} could not be unmounted");
    }

    private static bool IsMounted(string place) =>
        File.ReadLines("/proc/self/mountinfo").Any(line => line.Split(' ') is [_, _, _, _, var at, ..] && at.Replace("\\040", " ", StringComparison.Ordinal) == place);

    private async Task ListenAsync(Process process)
    {
        using (process)
        {
            while (await process.StandardError.ReadLineAsync() is { } line) Hear(line);
            await process.WaitForExitAsync();
            log.Write($"the mount of {mount.Remote.Address} is over");
        }
    }

    private void Hear(string line)
    {
        const int Kept = 20;
        lock (gate)
        {
            if (Report().Match(line) is { Success: true } report)
            {
                isClean = report.Groups[1].Value == "0" && report.Groups[2].Value == "0";
                reported.TrySetResult();
                reported = new(TaskCreationOptions.RunContinuationsAsynchronously);
                return;
            }

            said.Enqueue(Message().Match(line) is { Success: true } message ? message.Groups[1].Value : line);
            if (said.Count > Kept) said.Dequeue();
        }
    }

    private string Said()
    {
        lock (gate) return string.Join('\n', said);
    }

    private static bool Try(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true });
            if (process is null) return false;
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    [GeneratedRegex(@"vfs cache: cleaned: .*to upload (\d+), uploading (\d+)")]
    private static partial Regex Report();

    [GeneratedRegex(@"""msg"":""([^""]*)""")]
    private static partial Regex Message();
}
