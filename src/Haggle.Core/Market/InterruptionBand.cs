namespace Haggle.Core.Market;

/// <summary>How many machines of a spot offer were taken back within a month, as the Spot Instance Advisor bands it.</summary>
public enum InterruptionBand
{
    /// <summary>Nobody says.</summary>
    Unknown,

    /// <summary>Fewer than 5 %.</summary>
    Under5Percent,

    /// <summary>5 to 10 %.</summary>
    Under10Percent,

    /// <summary>10 to 15 %.</summary>
    Under15Percent,

    /// <summary>15 to 20 %.</summary>
    Under20Percent,

    /// <summary>More than 20 %.</summary>
    Over20Percent,
}
