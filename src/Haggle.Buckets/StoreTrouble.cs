namespace Haggle.Buckets;

/// <summary>What kind of trouble a store gives.</summary>
public enum StoreTrouble
{
    /// <summary>Something that is not known in particular.</summary>
    Other,

    /// <summary>The program that talks to stores is not on this computer.</summary>
    NoProgram,

    /// <summary>The credentials are wrong, have run out, or do not allow this.</summary>
    Denied,

    /// <summary>There is no such bucket or repository.</summary>
    NoBucket,

    /// <summary>The store takes no more.</summary>
    Full,

    /// <summary>The store does not answer, or broke off.</summary>
    Unreachable,

    /// <summary>The disk of this computer is full.</summary>
    DiskFull,
}
