namespace Haggle.Core.Market;

/// <summary>Whose room a machine stands in.</summary>
public enum HostKind
{
    /// <summary>Nobody says.</summary>
    Unknown,

    /// <summary>A data centre under contract with the provider.</summary>
    DataCentre,

    /// <summary>Some private person's; whoever owns the machine can read what is on it.</summary>
    PrivatePerson,
}
