namespace Haggle.Wire.Hosts;

/// <summary>What <c>haggle-agent host allot</c>, <c>renew</c>, <c>free</c> and <c>list</c> answer.</summary>
public sealed record AllotAnswer
{
    /// <summary>It is given, or still given.</summary>
    public const string Given = "given";

    /// <summary>It would fit, but not now: others have it.</summary>
    public const string Full = "full";

    /// <summary>It never fits on this computer.</summary>
    public const string Never = "never";

    /// <summary>There is no such allotment (any more).</summary>
    public const string Gone = "gone";

    /// <summary>It cannot be freed: programs of it still run.</summary>
    public const string Busy = "busy";

    /// <summary>The list was asked for.</summary>
    public const string Listed = "listed";

    /// <summary>One of the words of this type.</summary>
    public required string Outcome { get; init; }

    /// <summary>Why, for people; "" when it is given.</summary>
    public string Why { get; set; } = "";

    /// <summary>The allotment; null when there is none.</summary>
    public AllotmentMessage? Allotment { get; set; }

    /// <summary>All that stand; for a list only.</summary>
    public AllotmentMessage[] All { get; set; } = [];
}
