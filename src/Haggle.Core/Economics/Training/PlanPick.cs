namespace Haggle.Core.Economics.Training;

/// <summary>An estimate that somebody may be looking for.</summary>
/// <param name="Name">What it is best at: "cheapest", "fastest", "best value", "steadiest", "cheapest private", "free".</param>
/// <param name="Estimate">The estimate.</param>
/// <param name="Why">Why it is that, as a sentence.</param>
public sealed record PlanPick(string Name, TrainingEstimate Estimate, string Why);
