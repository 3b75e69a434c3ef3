namespace Haggle.Catalog.Live.Shelf;

/// <summary>What is remembered of a part.</summary>
internal sealed record ShelfPart
{
    public string Version { get; set; } = "";

    public string ETag { get; set; } = "";

    public string Modified { get; set; } = "";

    /// <summary>When its prices were last read or confirmed.</summary>
    public DateTimeOffset At { get; set; }

    /// <summary>What of its rows was refused, for the judgement of the whole.</summary>
    public long Read { get; set; }

    public long Refused { get; set; }

    /// <summary>What went wrong the last time; "" when nothing did.</summary>
    public string Fault { get; set; } = "";
}
