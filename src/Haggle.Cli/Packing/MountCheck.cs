using System.Diagnostics;
using Haggle.Core.Tasks;
using Haggle.Wire.Agent;

namespace Haggle.Cli.Packing;

/// <summary>Asks the agent's program whether mounts outside the working folder would work on a machine that is a folder of this computer. Touches nothing.</summary>
internal static class MountCheck
{
    /// <summary>The provider whose machines are folders of this computer.</summary>
    public const string Here = "local";

    /// <summary>The mounts of a task that lie outside and come from this computer.</summary>
    public static (string Place, string Source)[] Outside(TaskSpec task, World world) =>
    [
        .. from mount in task.FileMounts
           where mount.Source is MountSource.Local && MountPlace.IsOutside(mount.Destination) && MountPlace.WhyNot(mount.Destination) is null
           select (MountPlace.Normal(mount.Destination), world.PathOf(((MountSource.Local)mount.Source).Path)),
    ];

    /// <summary>Why they would not work, in a sentence; null when they would, or when there is no agent's program to ask.</summary>
    public static async Task<string?> WhyNotAsync(World world, IReadOnlyList<(string Place, string Source)> outside, CancellationToken cancellationToken)
    {
        var agent = Agent(world);
        if (outside.Count == 0 || agent is null) return null;
        var start = new ProcessStartInfo(agent) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var argument in (string[])["can-mount", world.StateFolder.Path, .. outside.SelectMany(each => (string[])[each.Place, each.Source])]) start.ArgumentList.Add(argument);
        using var asked = Process.Start(start);
        if (asked is null) return null;
        asked.StandardInput.Close();
        var said = await asked.StandardError.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
        await asked.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        return asked.ExitCode == 0 ? null : said.Trim();
    }

    private static string? Agent(World world)
    {
        if (world.Variable("HAGGLE_AGENT_EXE") is { Length: > 0 } named) return File.Exists(named) ? named : null;
        var server = world.Variable("HAGGLE_SERVER_EXE") is { Length: > 0 } other ? Path.GetDirectoryName(other) ?? "" : AppContext.BaseDirectory;
        var beside = Path.Combine(server, "haggle-agent");
        return File.Exists(beside) ? beside : null;
    }
}
