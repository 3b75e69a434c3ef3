using Haggle.Wire.Agent;

namespace Haggle.Agent.Containers;

/// <summary>Everything that decides the words by which a container is started.</summary>
internal sealed record ContainerPlan
{
    public required ContainerEngine Engine { get; init; }

    /// <summary>The image, in full.</summary>
    public required string Image { get; init; }

    /// <summary>The machine's token: it names, labels and marks the container.</summary>
    public required string Token { get; init; }

    /// <summary>The machine's folder.</summary>
    public required string Home { get; init; }

    /// <summary>The working folder.</summary>
    public required string Work { get; init; }

    public required ContainerMessage Wish { get; init; }

    public required Bounds Bounds { get; init; }

    public required IReadOnlyList<Mount> Mounts { get; init; }

    /// <summary>The words that pass GPUs.</summary>
    public required IReadOnlyList<string> Gpu { get; init; }

    /// <summary>The agent's user and group.</summary>
    public required (uint User, uint Group) Owner { get; init; }

    /// <summary>The groups that device files belong to, for a user who is not root.</summary>
    public IReadOnlyList<string> DeviceGroups { get; init; } = [];

    /// <summary>The home folder of the user inside.</summary>
    public required string UserHome { get; init; }

    /// <summary>Whether a first process that reaps orphans is had from the engine.</summary>
    public bool Init { get; init; } = true;

    /// <summary>Whether the machine confines programs by SELinux labels.</summary>
    public bool Labels { get; init; }
}
