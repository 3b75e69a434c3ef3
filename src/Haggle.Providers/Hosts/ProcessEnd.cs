using System.ComponentModel;
using System.Diagnostics;

namespace Haggle.Providers.Hosts;

/// <summary>Ends programs that were started here.</summary>
internal static class ProcessEnd
{
    /// <summary>Kills a program and its children; one that is gone already is no fault.</summary>
    public static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception fault) when (fault is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It has ended in the meantime: that is what was wanted.
        }
    }
}
