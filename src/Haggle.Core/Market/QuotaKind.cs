namespace Haggle.Core.Market;

/// <summary>What a provider counts when it limits how much an account may rent.</summary>
public enum QuotaKind
{
    /// <summary>Nobody says.</summary>
    Unknown,

    /// <summary>Nothing: whoever pays, rents.</summary>
    None,

    /// <summary>Virtual CPUs of a family of machines (zero for accelerators on new accounts).</summary>
    Vcpus,

    /// <summary>Accelerators of a kind.</summary>
    Accelerators,

    /// <summary>Machines.</summary>
    Machines,
}
