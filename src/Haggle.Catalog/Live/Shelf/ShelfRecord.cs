namespace Haggle.Catalog.Live.Shelf;

/// <summary>What is remembered of a source.</summary>
internal sealed record ShelfRecord
{
    /// <summary>When the update began that has not come to its end; null when the last one did.</summary>
    public DateTimeOffset? Began { get; set; }

    /// <summary>When it was last read to its end and believed.</summary>
    public DateTimeOffset? FreshAt { get; set; }

    /// <summary>When it was last asked.</summary>
    public DateTimeOffset? TriedAt { get; set; }

    /// <summary>What went wrong the last time; "" when nothing did.</summary>
    public string Fault { get; set; } = "";

    /// <summary>How many prices of it are in the catalogue.</summary>
    public long Prices { get; set; }

    /// <summary>Its parts by name.</summary>
    public Dictionary<string, ShelfPart> Parts { get; set; } = [];
}
