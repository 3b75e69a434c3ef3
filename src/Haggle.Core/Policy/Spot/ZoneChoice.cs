using System.Numerics;

namespace Haggle.Core.Policy.Spot;

/// <summary>How the simple rules choose among zones.</summary>
internal static class ZoneChoice
{
    /// <summary>Stays where the job is; else the lowest zone that is available; else nothing (null).</summary>
    public static SpotAction? StayOrLowest(in SpotView view)
    {
        if (view.Mode.IsSpot) return view.Mode;
        return view.Up == 0 ? null : SpotAction.Spot(BitOperations.TrailingZeroCount(view.Up));
    }
}
