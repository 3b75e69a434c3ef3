using Haggle.Core.Market;

namespace Haggle.Engine.Ports;

/// <summary>A fault in talking to a provider or a machine: what was asked may or may not have happened.</summary>
public sealed class ProviderException : Exception
{
    /// <summary>Makes a fault.</summary>
    /// <param name="provider">Whose.</param>
    /// <param name="message">What happened, for people; never a secret.</param>
    /// <param name="isTransient">Whether asking again later makes sense.</param>
    /// <param name="inner">The cause.</param>
    public ProviderException(ProviderName provider, string message, bool isTransient, Exception? inner = null)
        : base(message, inner)
    {
        Provider = provider;
        IsTransient = isTransient;
    }

    /// <summary>Whose fault it is.</summary>
    public ProviderName Provider { get; }

    /// <summary>Whether asking again later makes sense.</summary>
    public bool IsTransient { get; }
}
