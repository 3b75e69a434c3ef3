namespace Haggle.Core.Runs;

/// <summary>The number of a run in its store, from 1 upwards.</summary>
/// <param name="Value">The number.</param>
public readonly record struct RunId(long Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
