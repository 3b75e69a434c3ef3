namespace Haggle.Cli.Rest;

/// <summary>Carries requests to a server.</summary>
internal interface IRestTransport : IDisposable
{
    /// <summary>Sends a request and waits for the head of the answer.</summary>
    /// <exception cref="IOException">The server cannot be reached or broke off.</exception>
    Task<RestAnswer> SendAsync(RestCall call, CancellationToken cancellationToken);
}
