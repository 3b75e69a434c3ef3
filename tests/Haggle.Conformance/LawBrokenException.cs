namespace Haggle.Conformance;

/// <summary>Something breaks a law of its contract.</summary>
public sealed class LawBrokenException(string message) : Exception(message)
{
    /// <summary>Throws unless the condition holds.</summary>
    public static void Unless(bool holds, string otherwise)
    {
        if (!holds) throw new LawBrokenException(otherwise);
    }
}
