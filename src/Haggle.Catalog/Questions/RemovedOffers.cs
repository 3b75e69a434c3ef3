namespace Haggle.Catalog.Questions;

/// <summary>How many offers a filter removed.</summary>
/// <param name="Count">How many that had passed the filters before it.</param>
/// <param name="Why">To be read after the number: "are not spot".</param>
public sealed record RemovedOffers(int Count, string Why);
