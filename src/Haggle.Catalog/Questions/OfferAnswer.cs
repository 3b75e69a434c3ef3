namespace Haggle.Catalog.Questions;

/// <summary>What was found, and what was looked at for it.</summary>
/// <param name="Offers">The offers, the best first.</param>
/// <param name="Fitting">How many fit before only the best of each provider, or the first ones, were taken.</param>
/// <param name="Looked">How many offers of those accelerators there are.</param>
/// <param name="Removed">What removed the others, in the order of the filters: how many, and why.</param>
public sealed record OfferAnswer(IReadOnlyList<FoundOffer> Offers, int Fitting, int Looked, IReadOnlyList<RemovedOffers> Removed);
