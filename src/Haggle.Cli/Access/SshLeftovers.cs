using System.Globalization;
using Haggle.Cli.Render;
using Haggle.Cli.Rest;

namespace Haggle.Cli.Access;

/// <summary>Takes away keys and entries of runs that are over. Done by the commands that speak about runs anyway; costs nothing where there are none.</summary>
internal static class SshLeftovers
{
    public static async Task ClearAsync(World world, HaggleClient client, CancellationToken cancellationToken)
    {
        var folder = SshKeys.FolderOfAll(world);
        if (!Directory.Exists(folder)) return;
        var marks = new HashSet<string>(StringComparer.Ordinal);
        var over = new List<string>();
        foreach (var keys in Directory.GetDirectories(folder))
        {
            var name = Path.GetFileName(keys);
            if (!long.TryParse(name.Split('-')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var run) || !await IsOverAsync(client, run, cancellationToken).ConfigureAwait(false)) continue;
            marks.Add(SshEntry.MarkOf("haggle-" + name, world.StateFolder.Path));
            over.Add(keys);
        }

        if (over.Count == 0) return;
        await SshConfig.Of(world).RemoveAsync(marks, cancellationToken).ConfigureAwait(false);
        foreach (var keys in over) Directory.Delete(keys, recursive: true);
    }

    private static async Task<bool> IsOverAsync(HaggleClient client, long run, CancellationToken cancellationToken)
    {
        try
        {
            return Words.IsOver(await client.RunAsync(run, cancellationToken).ConfigureAwait(false));
        }
        catch (ServerRefusal refusal)
        {
            return refusal.ExitCode == ExitCodes.NoSuchRun;
        }
    }
}
