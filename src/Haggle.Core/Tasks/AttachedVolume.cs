using Haggle.Core.Units;

namespace Haggle.Core.Tasks;

/// <summary>A disk attached to the machine ("resources.volumes").</summary>
/// <param name="Path">Where it is mounted.</param>
/// <param name="Name">An existing disk's name; null for a new one.</param>
/// <param name="Size">Size of a new one; null for the default.</param>
/// <param name="Tier">Speed class; null for the default.</param>
/// <param name="AutoDelete">Whether it goes with the machine. Default false.</param>
/// <param name="StorageType">"network" or "instance"; null for the default.</param>
/// <param name="AttachMode">"read_only" or "read_write"; null for the default.</param>
public sealed record AttachedVolume(string? Path, string? Name, Gib? Size, DiskTier? Tier, bool AutoDelete, string? StorageType, string? AttachMode);
