namespace Haggle.Core.Policy.Experience;

/// <summary>What was seen of a spot offer.</summary>
public enum SightingKind
{
    /// <summary>A machine of it was made.</summary>
    Launched,

    /// <summary>A launch found none to be had.</summary>
    NoCapacity,

    /// <summary>A machine of it was taken back.</summary>
    Reclaimed,

    /// <summary>A machine of it was given back by us: until then nobody took it.</summary>
    Released,
}
