namespace Haggle.Simulation.Time;

/// <summary>
/// One life of a server process. All its code runs in this context, on the pump; once it is over nothing of it ever continues, as after
/// <c>kill -9</c>: its awaits never come back and its timers never fire.
/// </summary>
internal sealed class Life(Pump pump, int number) : SynchronizationContext
{
    public int Number { get; } = number;

    public bool IsOver { get; private set; }

    /// <summary>How many calls it has made through its gate.</summary>
    public int Passages { get; set; }

    public void End() => IsOver = true;

    public override void Post(SendOrPostCallback d, object? state)
    {
        if (!IsOver) pump.Continue(this, () => d(state));
    }

    public override void Send(SendOrPostCallback d, object? state) => d(state);

    public override SynchronizationContext CreateCopy() => this;
}
