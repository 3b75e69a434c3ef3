using System.Diagnostics;
using Haggle.Agent.Files;
using Haggle.Agent.Programs;
using Haggle.Wire.Agent;

namespace Haggle.Agent.Views;

/// <summary>
/// Has the programs of the machine find files at paths outside the working folder, without root and without touching what the user has there: they see a file
/// system of their own (a mount namespace), in which those paths show the machine's files. Everything else is the real thing.
/// </summary>
internal sealed class MountView(MachineFolder folder, AgentLog log)
{
    private readonly Placeholders placeholders = new(folder.Placeholders);

    /// <summary>What stands before a command line so that it has the view; nothing when it needs none.</summary>
    public IReadOnlyList<string> Prefix { get; private set; } = [];

    /// <summary>Makes the view.</summary>
    /// <param name="destinations">The mounts outside the working folder, as the order says them.</param>
    /// <param name="userHome">What ~ means.</param>
    /// <exception cref="TaskFault">It cannot be made; nothing was touched, and the message says what to do.</exception>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task OpenAsync(IReadOnlyList<string> destinations, string userHome, CancellationToken cancellationToken)
    {
        if (destinations.Count == 0) return;
        foreach (var named in destinations)
            if (MountPlace.WhyNot(named) is { } why) throw new TaskFault($"file_mounts: {named} {why}");
        var mounts = destinations.Select(named => new OutsideMount(named, Place(named, userHome), folder.Mounted(MountPlace.Stored(named)))).ToArray();
        var plan = ViewPlan.Make(mounts, folder.Home, Native.MayAdd);
        placeholders.Make(plan.Missing, mounts.Select(mount => mount.Place));
        Directory.CreateDirectory(folder.Stage);
        Prefix = await TryAsync(folder.Stage, plan.Words, cancellationToken);
        log.Write($"programs find files at {string.Join(", ", destinations)}");
    }

    /// <summary>Takes away what the view has left on the disk; every process that had it must be gone.</summary>
    public void Close() => placeholders.Clear();

    /// <summary>Says whether mounts could be brought to their places here; touches nothing.</summary>
    /// <param name="mounts">The mounts.</param>
    /// <param name="ownFolder">A folder that must not be hidden by one.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="TaskFault">They could not; the message says why and what to do.</exception>
    public static async Task CheckAsync(IReadOnlyList<OutsideMount> mounts, string ownFolder, CancellationToken cancellationToken)
    {
        var stage = Directory.CreateTempSubdirectory("haggle-view-").FullName;
        try
        {
            // A name that would have to be made first cannot be tried without making it; the rest can.
            var plan = ViewPlan.Make(mounts, Path.GetFullPath(ownFolder), Native.MayAdd);
            var needed = plan.Missing.Select(name => name.Path).ToHashSet(StringComparer.Ordinal);
            List<string> words = [];
            for (var i = 0; i < plan.Words.Count;)
            {
                var length = plan.Words[i] == "grow" ? 2 : 3;
                var word = plan.Words.Skip(i).Take(length).ToArray();
                if (!needed.Contains(word[^1])) words.AddRange(word);
                i += length;
            }

            await TryAsync(stage, words, cancellationToken);
        }
        finally
        {
            Directory.Delete(stage);
        }
    }

    /// <summary>Where a destination is on this machine.</summary>
    public static string Place(string destination, string userHome) =>
        Path.GetFullPath(destination.StartsWith('~') ? userHome + destination[1..] : destination);

    private static async Task<string[]> TryAsync(string stage, IReadOnlyList<string> words, CancellationToken cancellationToken)
    {
        var said = "";
        foreach (var ways in Ways())
        {
            string[] prefix = [.. ways.Before, "sh", "-c", ViewScript.Text, "haggle-view", stage, .. words, "--", .. ways.After];
            said = await WhatIsWrongAsync([.. prefix, "true"], cancellationToken);
            if (said.Length == 0) return prefix;
        }

        throw new TaskFault(
            $"file_mounts outside the working folder need a view of the file system for this run alone, and this machine does not give one ({said}). "
            + "Write paths relative to the working folder, for example data/train, or allow user namespaces: docs/task-file.md says how");
    }

    // Whoever is root needs no other user's name. Everybody else is root of a namespace to mount, and himself again in one inside it to work.
    private static IEnumerable<(string[] Before, string[] After)> Ways()
    {
        if (Environment.IsPrivilegedProcess) yield return (["unshare", "--mount"], []);
        var (user, group) = Native.UserAndGroup();
        yield return (["unshare", "--user", "--map-root-user", "--mount"], ["unshare", "--user", $"--map-user={user}", $"--map-group={group}"]);
    }

    private static async Task<string> WhatIsWrongAsync(string[] command, CancellationToken cancellationToken)
    {
        try
        {
            var start = new ProcessStartInfo(command[0], command.Skip(1)) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true, RedirectStandardInput = true };
            using var trial = Process.Start(start) ?? throw new InvalidOperationException("unshare was not started");
            trial.StandardInput.Close();
            var errors = await trial.StandardError.ReadToEndAsync(cancellationToken);
            await trial.WaitForExitAsync(cancellationToken);
            if (trial.ExitCode == 0) return "";
            return errors.Split('\n', StringSplitOptions.RemoveEmptyEntries) is [.., var last] ? last.Trim() : $"unshare: exit code {trial.ExitCode}";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "there is no unshare on the PATH; install util-linux";
        }
    }
}
