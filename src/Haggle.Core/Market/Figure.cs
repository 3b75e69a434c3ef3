namespace Haggle.Core.Market;

/// <summary>One number out of a data sheet, with its source.</summary>
/// <param name="Value">The number, in the unit of the property that holds it; more than zero.</param>
/// <param name="Source">Who says so.</param>
public readonly record struct Figure(double Value, FigureSource Source);
