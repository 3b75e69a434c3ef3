namespace Haggle.Core.Market;

/// <summary>What programs a machine's processors run.</summary>
public enum CpuArchitecture
{
    /// <summary>Nobody says.</summary>
    Unknown,

    /// <summary>x86-64.</summary>
    X64,

    /// <summary>ARM, 64 bits.</summary>
    Arm64,
}
