using System.ComponentModel;
using System.Diagnostics;
using Haggle.Core.Tasks;
using Haggle.Images;
using Haggle.TaskFiles.Reading;

namespace Haggle.Cli.Launching;

/// <summary>Whether a task's container could use this computer's NVIDIA cards, by its driver. Asks the driver only when the task has a container.</summary>
internal static class ImageHere
{
    // A driver that hangs must not hang a check.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>What stands against it, one sentence each; empty when there is no such card here.</summary>
    public static async Task<string[]> WhyNotAsync(World world, TaskSpec task, CancellationToken cancellationToken)
    {
        var images = task.Resources.Choices.Where(choice => choice.Accelerators is not null).Select(choice => choice.Image).OfType<ImageChoice.Everywhere>().Select(image => image.Id).Where(ImageName.IsContainer).Distinct().ToArray();
        if (images.Length == 0 || await CardsAsync(world, cancellationToken).ConfigureAwait(false) is not { } host) return [];
        return [.. images.Select(image => ImageCheck.Judge(image, host)).OfType<CudaVerdict>().Where(verdict => verdict.Outcome is CudaOutcome.Refused).Select(verdict => verdict.Why)];
    }

    private static async Task<HostCards?> CardsAsync(World world, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Patience, world.Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            var start = new ProcessStartInfo("nvidia-smi", ["--query-gpu=name,driver_version,compute_cap", "--format=csv,noheader"]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
            using var asked = Process.Start(start);
            if (asked is null) return null;
            var text = await asked.StandardOutput.ReadToEndAsync(both.Token).ConfigureAwait(false);
            await asked.WaitForExitAsync(both.Token).ConfigureAwait(false);
            var rows = text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(',', StringSplitOptions.TrimEntries)).Where(row => row.Length == 3).ToArray();
            if (asked.ExitCode != 0 || rows.Length == 0) return null;
            return new HostCards("this computer", DottedVersion.Parse(rows[0][1]), [.. rows.Select(row => new Card(row[0].Replace("NVIDIA ", "", StringComparison.Ordinal), DottedVersion.Parse(row[2]))).Distinct()]);
        }
        catch (Exception none) when (none is Win32Exception or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }
}
