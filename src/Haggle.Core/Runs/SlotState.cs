namespace Haggle.Core.Runs;

/// <summary>Where one machine of an attempt stands. Only forwards.</summary>
public enum SlotState
{
    /// <summary>Wanted, on disk; whether the provider has made it is not known yet.</summary>
    Intended,

    /// <summary>The provider has made it; its agent has not answered yet.</summary>
    Launched,

    /// <summary>Its agent has answered.</summary>
    Ready,

    /// <summary>No longer needed; its last log bytes are fetched.</summary>
    Draining,

    /// <summary>To be ended: asked again and again until the provider says that it is gone.</summary>
    Ending,

    /// <summary>Gone, by the provider's own word.</summary>
    Gone,

    /// <summary>The provider refused to make it, or says that it never did.</summary>
    NeverBorn,
}
