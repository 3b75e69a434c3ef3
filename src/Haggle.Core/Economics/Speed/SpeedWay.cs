namespace Haggle.Core.Economics.Speed;

/// <summary>How a speed came to be known, the best first.</summary>
public enum SpeedWay
{
    /// <summary>Measured on this very offer.</summary>
    MeasuredOnOffer,

    /// <summary>Measured on the same kind of accelerator, elsewhere.</summary>
    MeasuredOnCard,

    /// <summary>Measured on another kind, and carried over.</summary>
    Transferred,

    /// <summary>Computed from operations, data sheet and a stated efficiency.</summary>
    Computed,
}
