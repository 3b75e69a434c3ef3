using System.Collections.Immutable;

namespace Haggle.Providers.Lambda;

/// <summary>How machines are rented at Lambda, from the configuration. Nothing of it is a secret.</summary>
public sealed record LambdaSettings
{
    /// <summary>Where Lambda is. Another one for tests.</summary>
    public Uri Endpoint { get; init; } = new("https://cloud.lambda.ai");

    /// <summary>The public half of the key that opens the machines, as OpenSSH writes it; the private half stays here.</summary>
    public required string PublicKey { get; init; }

    /// <summary>The regions that may be used; empty for all.</summary>
    public ImmutableArray<string> Regions { get; init; } = [];

    /// <summary>The image family that machines run; "" for Lambda's own, with drivers and frameworks.</summary>
    public string Image { get; init; } = "";
}
