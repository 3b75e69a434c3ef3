using System.Collections.Immutable;

namespace Haggle.Core.Tasks;

/// <summary>A value that is passed through to whoever knows it: the shape of the YAML is kept, scalars are kept as written.</summary>
public abstract record ConfigValue
{
    private ConfigValue()
    {
    }

    /// <summary>A scalar as written, or null.</summary>
    /// <param name="Text">The text without its quotes; null for YAML's null.</param>
    /// <param name="IsQuoted">Whether it was quoted or a block, and so is text whatever it looks like.</param>
    public sealed record Scalar(string? Text, bool IsQuoted) : ConfigValue;

    /// <summary>A list.</summary>
    /// <param name="Items">The items in their order.</param>
    public sealed record List(ImmutableArray<ConfigValue> Items) : ConfigValue;

    /// <summary>A map.</summary>
    /// <param name="Entries">The entries in their order; keys are unique.</param>
    public sealed record Map(ImmutableArray<KeyValuePair<string, ConfigValue>> Entries) : ConfigValue;
}
