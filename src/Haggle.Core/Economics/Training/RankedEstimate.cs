namespace Haggle.Core.Economics.Training;

/// <summary>An estimate in its place.</summary>
/// <param name="Estimate">The estimate.</param>
/// <param name="Places">How many offers of the same machine at the same provider (regions, zones) cost as much or more.</param>
/// <param name="BeatenBy">The estimate that is neither dearer nor slower; null on the frontier, and for what is free.</param>
/// <param name="IsOnFrontier">Whether nothing that costs money is both as cheap and as fast.</param>
public sealed record RankedEstimate(TrainingEstimate Estimate, int Places, TrainingEstimate? BeatenBy, bool IsOnFrontier);
