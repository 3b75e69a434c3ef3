namespace Haggle.Core.Runs;

/// <summary>Whether a machine is there, by the provider's word.</summary>
public enum MachineStatus
{
    /// <summary>Being made.</summary>
    Pending,

    /// <summary>There.</summary>
    Running,

    /// <summary>On its way out; it may still cost money.</summary>
    Ending,

    /// <summary>Gone; it costs nothing from its billed end on.</summary>
    Gone,
}
