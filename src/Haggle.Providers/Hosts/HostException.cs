namespace Haggle.Providers.Hosts;

/// <summary>A fault in reaching a host: what was asked may or may not have happened.</summary>
/// <param name="host">Its name.</param>
/// <param name="message">What happened, for people; never a secret.</param>
/// <param name="isTransient">Whether asking again later makes sense.</param>
/// <param name="inner">The cause.</param>
internal sealed class HostException(string host, string message, bool isTransient, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The host's name.</summary>
    public string Host { get; } = host;

    /// <summary>Whether asking again later makes sense.</summary>
    public bool IsTransient { get; } = isTransient;
}
