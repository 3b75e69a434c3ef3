namespace Haggle.Images;

/// <summary>Whether an image runs with a driver and cards.</summary>
/// <param name="Outcome">The decision.</param>
/// <param name="Why">One sentence for people: what stands against it and what to use, or how it runs; "" when there is nothing to say.</param>
public sealed record CudaVerdict(CudaOutcome Outcome, string Why);
