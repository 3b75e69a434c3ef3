namespace Haggle.Core.Economics.Training;

/// <summary>A number that an estimate takes for granted.</summary>
/// <param name="Name">Its name, to change it by.</param>
/// <param name="Value">The number, in the unit that its name and reason say.</param>
/// <param name="Least">The least that makes sense.</param>
/// <param name="Most">The most that makes sense.</param>
/// <param name="Why">What it is and why it is so much.</param>
/// <param name="Source">Who says so.</param>
public sealed record Assumption(string Name, double Value, double Least, double Most, string Why, string Source);
