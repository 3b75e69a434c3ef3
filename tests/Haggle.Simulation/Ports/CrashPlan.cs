using Haggle.Simulation.Time;

namespace Haggle.Simulation.Ports;

/// <summary>At which calls the server is killed: by the number of the call within a life, so that busy moments are struck most.</summary>
internal sealed class CrashPlan(int crashes, Dice dice)
{
    private readonly Dictionary<int, int> _strikesAt = [];

    public int Left { get; private set; } = crashes;

    /// <param name="life">The life of the server.</param>
    /// <param name="extra">A chance to be killed right after this very call, whatever its number.</param>
    public CrashPoint At(Life life, double extra)
    {
        life.Passages++;
        if (Left == 0) return CrashPoint.None;
        if (extra > 0 && dice.Chance(extra))
        {
            Left--;
            return CrashPoint.After;
        }

        if (!_strikesAt.TryGetValue(life.Number, out var at)) _strikesAt[life.Number] = at = 1 + (dice.Chance(0.4) ? dice.Below(40) : dice.Below(600));
        if (life.Passages != at) return CrashPoint.None;
        Left--;
        return dice.Chance(0.5) ? CrashPoint.Before : CrashPoint.After;
    }
}
