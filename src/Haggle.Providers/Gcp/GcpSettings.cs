using System.Collections.Immutable;
using Haggle.Core.Units;

namespace Haggle.Providers.Gcp;

/// <summary>How machines are let from Google Cloud, from the configuration. Nothing of it is a secret.</summary>
public sealed record GcpSettings
{
    /// <summary>The project that pays.</summary>
    public required string Project { get; init; }

    /// <summary>The regions that may be used; at least one.</summary>
    public required ImmutableArray<string> Regions { get; init; }

    /// <summary>Where Compute Engine is. Another one for tests.</summary>
    public Uri Endpoint { get; init; } = new("https://compute.googleapis.com");

    /// <summary>The public half of the key that opens the machines, as OpenSSH writes it; the private half stays here.</summary>
    public required string PublicKey { get; init; }

    /// <summary>From where the machines may be reached ("203.0.113.7/32"), never the whole internet; "" for the address that the internet sees of this computer.</summary>
    public string OwnAddress { get; init; } = "";

    /// <summary>Who tells that address.</summary>
    public Uri AddressService { get; init; } = new("https://checkip.amazonaws.com");

    /// <summary>The network that machines are put in.</summary>
    public string Network { get; init; } = "global/networks/default";

    /// <summary>The image; default: the newest of a family of Google's Deep Learning images.</summary>
    public string Image { get; init; } = "projects/deeplearning-platform-release/global/images/family/common-cu128-ubuntu-2204-nvidia-570";

    /// <summary>The disk of a machine. The Deep Learning image alone has 50 GB.</summary>
    public Gib Disk { get; init; } = Gib.FromGib(150);
}
