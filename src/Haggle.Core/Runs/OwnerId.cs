namespace Haggle.Core.Runs;

/// <summary>Who pays: the identity of one state store. Every machine bears it as a tag, so that a sweep knows its own.</summary>
/// <param name="Value">Letters and digits, 4 to 16.</param>
public readonly record struct OwnerId(string Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value;
}
