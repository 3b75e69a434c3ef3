namespace Haggle.Core.Policy.Spot;

public static partial class SpotPriors
{
    private const string SingleCounts = "";
    private const string SeveralCounts = "";
}
