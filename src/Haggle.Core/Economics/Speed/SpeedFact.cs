namespace Haggle.Core.Economics.Speed;

/// <summary>A speed that somebody measured and published: one accelerator training one model.</summary>
/// <param name="Model">The canonical name of the model.</param>
/// <param name="Format">The format of its numbers.</param>
/// <param name="Card">The canonical name of the accelerator.</param>
/// <param name="PerSecond">Units (images, sequences, tokens: the model says which) in a second; more than zero.</param>
/// <param name="Series">Measurements of one series were made with the same programs, so that their ratio says something of the cards.</param>
public sealed record SpeedFact(string Model, NumberFormat Format, string Card, double PerSecond, string Series);
