using System.Globalization;

namespace Haggle.Agent.Checkpoints;

/// <summary>The file <c>fence</c> of a checkpoint store: the number of the epoch that was sealed last. An attempt up to that number may write nothing.</summary>
internal static class Fence
{
    /// <summary>Whether an epoch may still write.</summary>
    public static bool IsOpen(string store, int epoch)
    {
        try
        {
            var text = File.ReadAllText(Path.Combine(store, "fence")).Trim();
            // A fence that cannot be read is a fence: the newest attempt must never lose to an older one.
            return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var sealedEpoch) && epoch > sealedEpoch;
        }
        catch (Exception none) when (none is FileNotFoundException or DirectoryNotFoundException)
        {
            return true;
        }
    }
}
