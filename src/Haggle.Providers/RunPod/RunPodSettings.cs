using System.Collections.Immutable;
using Haggle.Core.Units;

namespace Haggle.Providers.RunPod;

/// <summary>How pods are rented at RunPod, from the configuration. Nothing of it is a secret.</summary>
public sealed record RunPodSettings
{
    /// <summary>Where RunPod is. Another one for tests.</summary>
    public Uri Endpoint { get; init; } = new("https://api.runpod.io");

    /// <summary>The public half of the key that opens the pods, as OpenSSH writes it; the private half stays here.</summary>
    public required string PublicKey { get; init; }

    /// <summary>The image that pods run; its /start.sh brings up ssh, as RunPod's own images do.</summary>
    public string Image { get; init; } = "runpod/pytorch:2.8.0-py3.11-cuda12.8.1-cudnn-devel-ubuntu22.04";

    /// <summary>The disk of a pod.</summary>
    public Gib Disk { get; init; } = Gib.FromGib(40);

    /// <summary>The data centres that may be used; empty for all.</summary>
    public ImmutableArray<string> DataCentres { get; init; } = [];

    /// <summary>Whether hosts of the community will do.</summary>
    public bool TakesCommunity { get; init; }

    /// <summary>How much more than the least bid is bid, as a share. Default 0.1.</summary>
    public double BidAbove { get; init; } = 0.1;
}
