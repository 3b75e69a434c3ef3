namespace Haggle.Providers.Rentals;

/// <summary>How a cloud's machines are started and ended.</summary>
internal sealed record MachineStart
{
    /// <summary>Who logs in.</summary>
    public required string LoginUser { get; init; }

    /// <summary>One line of shell that ends the machine from inside, and with it the bill; ":" where the cloud has none.</summary>
    public required string End { get; init; }

    /// <summary>The longest script that the cloud takes along, in bytes.</summary>
    public required int BytesMax { get; init; }

    /// <summary>The public half of the key that opens it, when the script has to bring it itself; "" when the cloud does that.</summary>
    public string PublicKey { get; init; } = "";

    /// <summary>A line of shell that is run first; "" for none.</summary>
    public string First { get; init; } = "";

    /// <summary>Variables that the agent gets ("HAGGLE_GCE_METADATA=http://...").</summary>
    public string Environment { get; init; } = "";
}
