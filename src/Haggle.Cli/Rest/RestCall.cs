namespace Haggle.Cli.Rest;

/// <summary>One request to the server.</summary>
/// <param name="Method">GET, HEAD, PUT or POST.</param>
/// <param name="Target">The path with its query, beginning with '/'.</param>
internal sealed record RestCall(string Method, string Target)
{
    /// <summary>What is sent; null for nothing.</summary>
    public Stream? Body { get; init; }

    public string ContentType { get; init; } = "application/json";

    /// <summary>The protocol that the connection is to be upgraded to; null for an ordinary request. The answer's body then goes both ways.</summary>
    public string? Upgrade { get; init; }
}
