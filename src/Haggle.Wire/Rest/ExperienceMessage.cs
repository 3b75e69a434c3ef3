namespace Haggle.Wire.Rest;

/// <summary>What the user's own machines have taught of spot markets.</summary>
public sealed record ExperienceMessage
{
    /// <summary>When it was put together.</summary>
    public DateTimeOffset Now { get; set; }

    /// <summary>What is believed of each kind of market of which something was seen.</summary>
    public MarketClassMessage[] Classes { get; set; } = [];

    /// <summary>Everything that is remembered, by offer, oldest first.</summary>
    public SightingMessage[] Sightings { get; set; } = [];
}
