namespace Haggle.Core.Economics.Building;

/// <summary>What came of checking a part.</summary>
public enum PartsVerdict
{
    /// <summary>It will do.</summary>
    Fits,

    /// <summary>Nobody said what it is.</summary>
    Unknown,

    /// <summary>It works, but slower or not for long.</summary>
    Weak,

    /// <summary>It does not work.</summary>
    Short,
}
