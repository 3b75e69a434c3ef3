namespace Haggle.Wire.Channels;

/// <summary>A channel that could not be had or broke off; the message says why, in the other side's words.</summary>
public sealed class ChannelBrokenException(string message, Exception? inner = null) : IOException(message, inner)
{
    /// <summary>Whether the other side itself said so; otherwise the connection to it was lost.</summary>
    public bool IsAnswer { get; init; }
}
