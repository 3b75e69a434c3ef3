namespace Haggle.Providers.Http;

/// <summary>One call of a cloud's interface.</summary>
/// <param name="Method">GET, POST, PUT, DELETE.</param>
/// <param name="Path">Path and query.</param>
internal sealed record CloudQuestion(string Method, string Path)
{
    /// <summary>The body as JSON; "" for none.</summary>
    public string Json { get; init; } = "";

    /// <summary>Whether it may be sent again when nobody knows what became of it. A call that makes something and bears no name of ours may not.</summary>
    public bool MayRepeat { get; init; } = true;

    /// <summary>The kind of call, whose calls keep a distance from one another; "" for none.</summary>
    public string Kind { get; init; } = "";
}
