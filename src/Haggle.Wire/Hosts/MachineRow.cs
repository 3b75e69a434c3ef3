namespace Haggle.Wire.Hosts;

/// <summary>One machine on a computer, in the computer's own word.</summary>
public sealed record MachineRow
{
    /// <summary>It was asked for, and its agent has not begun yet.</summary>
    public const string Pending = "pending";

    /// <summary>Its agent lives.</summary>
    public const string Running = "running";

    /// <summary>It is on its way out.</summary>
    public const string Ending = "ending";

    /// <summary>No process of it lives; for good.</summary>
    public const string Gone = "gone";

    /// <summary>Its name.</summary>
    public required string Machine { get; init; }

    /// <summary>The launch token that it was asked for under.</summary>
    public required string Token { get; init; }

    /// <summary>One of the words of this type.</summary>
    public required string Status { get; init; }

    /// <summary>Whether it was taken back.</summary>
    public bool Reclaimed { get; init; }

    /// <summary>Why it ended, in the word of its <c>ended.json</c>; "" while it has not.</summary>
    public string Why { get; init; } = "";

    /// <summary>Its own loopback address.</summary>
    public required string Address { get; init; }

    /// <summary>Since when it is billed; null when it never came to be.</summary>
    public DateTimeOffset? BilledFrom { get; init; }

    /// <summary>Until when; null while it is.</summary>
    public DateTimeOffset? BilledTo { get; init; }

    /// <summary>What an hour of it costs.</summary>
    public long PriceNanoUsdPerHour { get; init; }

    /// <summary>The type that was asked for.</summary>
    public required string InstanceType { get; init; }

    /// <summary>How it was bought.</summary>
    public required string Purchase { get; init; }

    /// <summary>How many accelerators were asked for.</summary>
    public double AcceleratorCount { get; init; }
}
