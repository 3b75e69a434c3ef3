namespace Haggle.Simulation.Time;

/// <summary>Something that happens at an instant, unless it is called off or its life is over by then.</summary>
internal sealed class Occurrence(Life? life, Action act)
{
    public Life? Life { get; } = life;

    public Action Act { get; } = act;

    public bool CalledOff { get; private set; }

    public void CallOff() => CalledOff = true;
}
