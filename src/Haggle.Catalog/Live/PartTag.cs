namespace Haggle.Catalog.Live;

/// <summary>By what one fetch of a part is told from the next.</summary>
/// <param name="Version">The source's own name of the version; "" when it names none.</param>
/// <param name="ETag">The server's tag; "" when it gave none.</param>
/// <param name="Modified">When the server says that it changed last, as it writes it; "" when it does not say.</param>
internal sealed record PartTag(string Version, string ETag, string Modified)
{
    public static PartTag None { get; } = new("", "", "");
}
