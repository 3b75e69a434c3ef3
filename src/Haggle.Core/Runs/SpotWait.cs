namespace Haggle.Core.Runs;

/// <summary>That a run waits for spot.</summary>
/// <param name="Since">Since when.</param>
/// <param name="ToldAt">When the reason was told last: it changes with every look, and nobody wants to read it that often.</param>
public sealed record SpotWait(DateTimeOffset Since, DateTimeOffset ToldAt);
