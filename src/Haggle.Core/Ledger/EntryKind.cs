namespace Haggle.Core.Ledger;

/// <summary>The kinds of ledger lines.</summary>
public enum EntryKind
{
    /// <summary>Time of a machine that goes on.</summary>
    Accrual,

    /// <summary>The rest of a machine that is gone, by the provider's word.</summary>
    Settlement,

    /// <summary>A difference to what was counted before.</summary>
    Correction,
}
