using System.ComponentModel;
using System.Diagnostics;

namespace Haggle.Machines;

/// <summary>
/// Runs what an agent wrote down to take away that outlives its processes: a container, which a service of the system keeps. An agent that ends in order has
/// done it, and its guard does it for one that is killed; this is for when both were.
/// </summary>
internal static class LeftScript
{
    // The script limits itself to less.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(25);

    public static void Run(string path)
    {
        if (!File.Exists(path)) return;
        try
        {
            using var script = Process.Start(new ProcessStartInfo("/bin/sh", [path]) { UseShellExecute = false, RedirectStandardInput = true });
            if (script is null) return;
            script.StandardInput.Close();
            if (!script.WaitForExit(Patience)) script.Kill(entireProcessTree: true);
        }
        catch (Win32Exception)
        {
            // Without a shell there was no container either; the next agent that uses containers sweeps what there is.
        }
    }
}
