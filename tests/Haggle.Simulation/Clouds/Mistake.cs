namespace Haggle.Simulation.Clouds;

/// <summary>How a machine can differ from what was asked for.</summary>
internal enum Mistake
{
    OtherType,
    OtherPurchase,
    FewerAccelerators,
    Dearer,
}
