namespace Haggle.Engine.Ports;

/// <summary>A fault of the storage: a full disk, an unreadable file, a newer schema. What was asked did not happen, and nothing of it was stored.</summary>
public sealed class StoreException : Exception
{
    /// <summary>Makes a fault.</summary>
    /// <param name="message">What happened, where, and what to do; for people.</param>
    /// <param name="isTransient">Whether asking again later makes sense.</param>
    /// <param name="inner">The cause.</param>
    public StoreException(string message, bool isTransient, Exception? inner = null)
        : base(message, inner) => IsTransient = isTransient;

    /// <summary>Whether asking again later makes sense (the disk may be freed), as opposed to a store that cannot be used as it is.</summary>
    public bool IsTransient { get; }
}
