namespace Haggle.Wire.Hosts;

/// <summary>One request to <c>haggle-agent host serve</c>: a line of JSON on its standard input.</summary>
public sealed record HostRequest
{
    /// <summary>"launch", "list", "end" or "facts".</summary>
    public required string Type { get; init; }

    /// <summary>list: whose machines.</summary>
    public string? Owner { get; init; }

    /// <summary>end: which machine.</summary>
    public string? Machine { get; init; }

    /// <summary>launch: what is wanted.</summary>
    public MachineWish? Wish { get; init; }
}
