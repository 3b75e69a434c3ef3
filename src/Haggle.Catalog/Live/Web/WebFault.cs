namespace Haggle.Catalog.Live.Web;

/// <summary>A source could not be asked, or did not answer to the end. The message is for people and holds no credential.</summary>
internal sealed class WebFault(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Whether reading the same part again from its beginning may do.</summary>
    public bool MayReadAgain { get; init; }
}
