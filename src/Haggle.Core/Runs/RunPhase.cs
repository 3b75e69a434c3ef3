namespace Haggle.Core.Runs;

/// <summary>Where a run stands.</summary>
public enum RunPhase
{
    /// <summary>No machines are held; an offer is looked for.</summary>
    Placing,

    /// <summary>An attempt holds machines, or is asking for them.</summary>
    Active,

    /// <summary>The outcome is decided; machines are being given back.</summary>
    Closing,

    /// <summary>Over: every machine is gone by the provider's own word and the ledger is closed.</summary>
    Ended,
}
