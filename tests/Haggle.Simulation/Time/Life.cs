namespace Haggle.Simulation.Time;

/// <summary>
/// One life of a server process. Once it is over nothing of it has an effect any more, as after <c>kill -9</c>: its awaits never come back and
/// its timers never fire.
/// </summary>
internal sealed class Life(int number)
{
    public int Number { get; } = number;

    public bool IsOver { get; private set; }

    /// <summary>How many calls it has made through its gate.</summary>
    public int Passages { get; set; }

    public void End() => IsOver = true;
}
