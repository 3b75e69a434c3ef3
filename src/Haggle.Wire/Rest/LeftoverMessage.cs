namespace Haggle.Wire.Rest;

/// <summary>Something of Haggle's in an account.</summary>
public sealed record LeftoverMessage
{
    /// <summary>"machine", "disk", "address", "spot request", "key", "security group".</summary>
    public string Kind { get; set; } = "";

    /// <summary>Where.</summary>
    public string Region { get; set; } = "";

    /// <summary>Its name there.</summary>
    public string Id { get; set; } = "";

    /// <summary>The state store that it belongs to; "" for what all runs share.</summary>
    public string Owner { get; set; } = "";

    /// <summary>The run that holds it now; null when none does.</summary>
    public long? Run { get; set; }

    /// <summary>What it costs a day; null when nobody knows.</summary>
    public long? NanoUsdPerDay { get; set; }

    /// <summary>Its state and size, for people.</summary>
    public string About { get; set; } = "";

    /// <summary>Why it is or is not removed: "run", "other owner", "shared", "left".</summary>
    public string Standing { get; set; } = "";

    /// <summary>What came of removing it: "" when nobody tried, "removed", or what went wrong.</summary>
    public string Outcome { get; set; } = "";
}
