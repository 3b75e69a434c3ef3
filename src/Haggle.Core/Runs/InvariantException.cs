namespace Haggle.Core.Runs;

/// <summary>Something that can never be, was: a bug of Haggle. The run is quarantined; nothing is guessed.</summary>
public sealed class InvariantException : Exception
{
    /// <summary>Makes one.</summary>
    /// <param name="message">Which invariant does not hold.</param>
    public InvariantException(string message)
        : base(message)
    {
    }

    /// <summary>Throws unless the condition holds.</summary>
    public static void ThrowUnless(bool holds, string invariant)
    {
        if (!holds) throw new InvariantException(invariant);
    }
}
