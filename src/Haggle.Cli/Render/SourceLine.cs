using Haggle.Catalog.Live;

namespace Haggle.Cli.Render;

/// <summary>A live source and what is remembered of it.</summary>
internal sealed record SourceLine(SourceAbout About, (DateTimeOffset? FreshAt, DateTimeOffset? TriedAt, string Fault, long Prices) Remembered, bool CanBeAsked);
