using System.Collections.Immutable;
using Haggle.Core.Units;

namespace Haggle.Providers.Aws;

/// <summary>How machines are let from AWS, from the configuration. Nothing of it is a secret.</summary>
public sealed record AwsSettings
{
    /// <summary>The regions that may be used; at least one. Machines are looked for in all of them.</summary>
    public required ImmutableArray<string> Regions { get; init; }

    /// <summary>Where services lie; {service} and {region} stand for their names. Another one for tests and private endpoints.</summary>
    public string Endpoint { get; init; } = "https://{service}.{region}.amazonaws.com";

    /// <summary>The public half of the key that opens the machines, as OpenSSH writes it; the private half stays here.</summary>
    public required string PublicKey { get; init; }

    /// <summary>From where the machines may be reached ("203.0.113.7/32"), never the whole internet; "" for the address that the internet sees of this computer.</summary>
    public string OwnAddress { get; init; } = "";

    /// <summary>Who tells that address (AWS's own service for it).</summary>
    public Uri AddressService { get; init; } = new("https://checkip.amazonaws.com");

    /// <summary>The subnet of each region to put machines in; a region that is not named uses its default network.</summary>
    public ImmutableDictionary<string, string> Subnets { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>An image of the user's own for each region; a region that is not named uses Amazon's Deep Learning image.</summary>
    public ImmutableDictionary<string, string> Images { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Who logs in on the image.</summary>
    public string LoginUser { get; init; } = "ubuntu";

    /// <summary>The host on the way to machines in a private network, as ssh's -J takes it; "" for none.</summary>
    public string JumpHost { get; init; } = "";

    /// <summary>The disk of a machine. The Deep Learning image alone has 75 GiB.</summary>
    public Gib Disk { get; init; } = Gib.FromGib(150);

    /// <summary>A machine whose agent nobody started within this time ends itself.</summary>
    public TimeSpan Unclaimed { get; init; } = TimeSpan.FromMinutes(20);
}
