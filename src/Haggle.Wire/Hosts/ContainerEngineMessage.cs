namespace Haggle.Wire.Hosts;

/// <summary>A container engine.</summary>
public sealed record ContainerEngineMessage
{
    /// <summary>"docker" or "podman".</summary>
    public required string Name { get; init; }

    /// <summary>Its version; "" when it does not say.</summary>
    public string Version { get; set; } = "";

    /// <summary>How it gets at NVIDIA cards: "toolkit" (the NVIDIA runtime), "cdi", or "" for not at all.</summary>
    public string Nvidia { get; set; } = "";

    /// <summary>Whether it runs without root's rights.</summary>
    public bool Rootless { get; set; }

    /// <summary>Why the user cannot use it; "" when they can.</summary>
    public string Problem { get; set; } = "";
}
