namespace Haggle.Core.Market;

/// <summary>
/// Names one offer for good: "provider/place/instance type/purchase", for example "aws/us-east-1/p3.2xlarge/spot".
/// Two quotes with the same key are prices of the same thing at two instants.
/// </summary>
/// <param name="Value">The text; never empty.</param>
public readonly record struct OfferKey(string Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value;
}
