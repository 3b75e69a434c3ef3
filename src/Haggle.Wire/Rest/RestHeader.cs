namespace Haggle.Wire.Rest;

/// <summary>Names of HTTP headers beside JSON bodies.</summary>
public static class RestHeader
{
    /// <summary>logs: where the bytes begin.</summary>
    public const string LogOffset = "X-Haggle-Offset";

    /// <summary>logs: where to go on reading.</summary>
    public const string LogNext = "X-Haggle-Next";

    /// <summary>logs: "true" when nothing will follow these bytes.</summary>
    public const string LogEnd = "X-Haggle-End";

    /// <summary>logs: which attempt the bytes are of.</summary>
    public const string LogAttempt = "X-Haggle-Attempt";

    /// <summary>channels: the protocol that the connection is upgraded to.</summary>
    public const string Channels = "haggle-channels";
}
