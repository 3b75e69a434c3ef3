using Haggle.Core.Units;

namespace Haggle.Core.Economics.Owning;

/// <summary>What one assumption does to the answer.</summary>
/// <param name="Name">The assumption.</param>
/// <param name="Low">Its low value, for people.</param>
/// <param name="High">Its high value, for people.</param>
/// <param name="SavedAtLow">What owning saves with the low value.</param>
/// <param name="SavedAtHigh">What owning saves with the high value.</param>
/// <param name="MonthAtLow">The month of break-even with the low value; null for none.</param>
/// <param name="MonthAtHigh">The month of break-even with the high value; null for none.</param>
public sealed record SensitivityLine(string Name, string Low, string High, Money SavedAtLow, Money SavedAtHigh, double? MonthAtLow, double? MonthAtHigh)
{
    /// <summary>How far the two answers are apart.</summary>
    public Money Swing => SavedAtLow > SavedAtHigh ? SavedAtLow - SavedAtHigh : SavedAtHigh - SavedAtLow;
}
