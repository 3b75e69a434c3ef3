namespace Haggle.Wire.Hosts;

/// <summary>One answer of <c>haggle-agent host serve</c>: a line of JSON on its standard output.</summary>
public sealed record HostReply
{
    /// <summary>launch: the machine exists.</summary>
    public const string Launched = "launched";

    /// <summary>launch: it does not fit now.</summary>
    public const string NoCapacity = "no-capacity";

    /// <summary>launch: it never will.</summary>
    public const string Refused = "refused";

    /// <summary>"" when the request was done; otherwise what went wrong, for people.</summary>
    public string? Error { get; init; }

    /// <summary>Whether asking again later makes sense.</summary>
    public bool IsTransient { get; init; }

    /// <summary>launch: one of the words of this type.</summary>
    public string? Outcome { get; init; }

    /// <summary>launch: why there is none, for people.</summary>
    public string? Why { get; init; }

    /// <summary>list: the machines.</summary>
    public MachineRow[]? Machines { get; init; }

    /// <summary>facts: what the computer has.</summary>
    public HostFactsMessage? Facts { get; init; }
}
