namespace Haggle.Wire.Rest;

/// <summary>GET and POST /v1/leftovers: everything that bears Haggle's tags in the accounts that are used.</summary>
public sealed record LeftoverListMessage
{
    /// <summary>The accounts that were looked through; empty when none is configured.</summary>
    public string[] Looked { get; set; } = [];

    /// <summary>What was found.</summary>
    public LeftoverMessage[] Leftovers { get; set; } = [];
}
