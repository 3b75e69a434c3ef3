namespace Haggle.Core.Tasks;

/// <summary>The moments at which a hook runs.</summary>
[Flags]
public enum HookEvents
{
    /// <summary>Never.</summary>
    None = 0,

    /// <summary>Before the machine is stopped.</summary>
    Stop = 1,

    /// <summary>When the provider announces that it takes the machine away.</summary>
    Preemption = 2,

    /// <summary>Before the machine is given back.</summary>
    Down = 4,

    /// <summary>All of them; the default.</summary>
    All = Stop | Preemption | Down,
}
