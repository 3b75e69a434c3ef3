using Haggle.Buckets;
using Haggle.Wire.Agent;

namespace Haggle.Agent.Stores;

/// <summary>The words that mount a store.</summary>
internal static class MountCommand
{
    /// <summary>The command and its arguments.</summary>
    /// <param name="mount">What is mounted.</param>
    /// <param name="target">Where.</param>
    /// <param name="cache">A folder of its own for what programs write.</param>
    public static IReadOnlyList<string> Words(MountMessage mount, string target, string cache)
    {
        var isCached = mount.Mode == "mount-cached";
        string[] own =
        [
            "mount", $"{Rclone.Name}:{mount.Remote.Path}", target, "--cache-dir=" + cache, "--use-json-log", "--log-level=INFO",

            // Without the cache a file is in the store when its writer has closed it; with it, soon after.
            "--vfs-cache-mode=" + (isCached ? "full" : "writes"), "--vfs-write-back=" + (isCached ? "1s" : "0s"), "--vfs-cache-poll-interval=1s", "--dir-cache-time=10s",
            .. mount.ReadOnly ? (string[])["--read-only"] : [],
        ];

        // What the task says comes last and so wins.
        return [.. own, .. mount.Options];
    }
}
