using Haggle.Simulation.Time;

namespace Haggle.Simulation.Ports;

/// <summary>At which calls the server is killed: by the number of the call within a life, so that busy moments are struck most.</summary>
internal sealed class CrashPlan(int crashes, Dice dice)
{
    private readonly Dictionary<int, int> _strikesAt = [];

    public int Left { get; private set; } = crashes;

    public CrashPoint At(Life life)
    {
        life.Passages++;
        if (Left == 0) return CrashPoint.None;
        if (!_strikesAt.TryGetValue(life.Number, out var at)) _strikesAt[life.Number] = at = 1 + (dice.Chance(0.4) ? dice.Below(40) : dice.Below(600));
        if (life.Passages != at) return CrashPoint.None;
        Left--;
        return dice.Chance(0.5) ? CrashPoint.Before : CrashPoint.After;
    }
}
