namespace Haggle.Wire.Rest;

/// <summary>One line of a run's history.</summary>
public sealed record EventMessage
{
    /// <summary>Its number in the run, from 1, without gaps.</summary>
    public long Number { get; set; }

    /// <summary>The attempt; 0 for none.</summary>
    public int Epoch { get; set; }

    /// <summary>When.</summary>
    public DateTimeOffset At { get; set; }

    /// <summary>A stable word ("decision", "launched", "reclaim", ...).</summary>
    public string Kind { get; set; } = "";

    /// <summary>One sentence.</summary>
    public string Text { get; set; } = "";
}
