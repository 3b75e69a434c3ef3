using System.Collections.Immutable;
using Haggle.Core.Units;

namespace Haggle.Providers.Vast;

/// <summary>How machines are rented at vast.ai, from the configuration. Nothing of it is a secret.</summary>
public sealed record VastSettings
{
    /// <summary>Where vast.ai is. Another one for tests.</summary>
    public Uri Endpoint { get; init; } = new("https://console.vast.ai");

    /// <summary>The public half of the key that opens the machines, as OpenSSH writes it; the private half stays here.</summary>
    public required string PublicKey { get; init; }

    /// <summary>The image that machines run; it must have a shell, setsid and base64.</summary>
    public string Image { get; init; } = "vastai/pytorch:@vastai-automatic-tag";

    /// <summary>The disk of a machine, which cannot be changed later. vast.ai counts GB, of which at least 8 are let.</summary>
    public Gib Disk { get; init; } = Gib.FromGib(32);

    /// <summary>The least share of the time that a host must have been up. Default 0.98.</summary>
    public double Reliability { get; init; } = 0.98;

    /// <summary>Whether hosts that nobody at vast.ai has looked at will do.</summary>
    public bool TakesUnverified { get; init; }

    /// <summary>Whether only data centres will do.</summary>
    public bool DataCentresOnly { get; init; }

    /// <summary>Two-letter codes of the countries that will do; empty for all.</summary>
    public ImmutableArray<string> Countries { get; init; } = [];

    /// <summary>How much more than the least bid is bid, as a share: whoever bids exactly the least is the first to go. Default 0.1.</summary>
    public double BidAbove { get; init; } = 0.1;
}
