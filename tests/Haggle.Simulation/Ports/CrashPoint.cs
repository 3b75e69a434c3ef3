namespace Haggle.Simulation.Ports;

/// <summary>Where, at one call, the server is killed.</summary>
internal enum CrashPoint
{
    None,

    /// <summary>Before the request is under way.</summary>
    Before,

    /// <summary>After the effect, before the answer.</summary>
    After,
}
