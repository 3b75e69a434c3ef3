namespace Haggle.Core.Market;

/// <summary>The name of a provider of machines, lower case ("local", "aws"). Equality is by the exact text.</summary>
/// <param name="Value">The name; never empty.</param>
public readonly record struct ProviderName(string Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value;
}
