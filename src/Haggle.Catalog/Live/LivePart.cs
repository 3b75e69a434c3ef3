namespace Haggle.Catalog.Live;

/// <summary>A part of a source.</summary>
/// <param name="Name">Its name among the parts: a region, a cloud, "all".</param>
/// <param name="Address">Where it lies.</param>
/// <param name="Version">The source's own name of its present version; "" when only asking tells.</param>
internal sealed record LivePart(string Name, Uri Address, string Version = "");
