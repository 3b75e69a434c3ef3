namespace Haggle.Catalog.Live;

/// <summary>
/// A place that is asked for today's prices. A source knows addresses, fields and units of one vendor; how it is asked, kept, judged and merged is
/// the same for all. Parts are what is fetched, remembered and continued on its own: a file, a region, a page walk.
/// </summary>
internal interface ILiveSource
{
    SourceAbout About { get; }

    /// <summary>Whether it can be asked: it needs no credential, or one is there.</summary>
    bool CanBeAsked(Func<string, string?> variable) => About.Needs.IsEmpty || About.Needs.Any(name => variable(name) is not null);

    /// <summary>What there is to fetch now.</summary>
    Task<IReadOnlyList<LivePart>> PartsAsync(LiveReading reading, CancellationToken cancellationToken);

    /// <summary>Reads a part: its prices go to the intake.</summary>
    /// <returns>By what this version is known again; null when the part has not changed since <see cref="LiveReading.Known"/>.</returns>
    /// <exception cref="Web.WebFault">It could not be read to its end.</exception>
    /// <exception cref="InvalidDataException">What came is not what was documented.</exception>
    Task<PartTag?> ReadAsync(LivePart part, LiveReading reading, CancellationToken cancellationToken);
}
