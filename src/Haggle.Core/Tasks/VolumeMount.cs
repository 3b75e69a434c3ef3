using Haggle.Core.Units;

namespace Haggle.Core.Tasks;

/// <summary>A volume attached to every node.</summary>
/// <param name="Destination">Where on the node.</param>
/// <param name="Name">The volume's name; null for one that lives and dies with the machine.</param>
/// <param name="Size">Size of a volume that is created; null when it exists or the provider decides.</param>
/// <param name="Options">Further keys of the volume as written, for the provider that knows them; null for none.</param>
public sealed record VolumeMount(string Destination, string? Name, Gib? Size, ConfigValue.Map? Options);
