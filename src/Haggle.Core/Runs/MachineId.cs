namespace Haggle.Core.Runs;

/// <summary>A provider's own name of a machine.</summary>
/// <param name="Value">The name; never empty.</param>
public readonly record struct MachineId(string Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value;
}
