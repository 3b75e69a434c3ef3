namespace Haggle.Core.Tasks;

/// <summary>Something that must be found at a path on every node before setup starts.</summary>
/// <param name="Destination">Where on the node: absolute, starting with ~, or relative to the working folder; never ends in '/'.</param>
/// <param name="Source">What to put there.</param>
public sealed record FileMount(string Destination, MountSource Source);
