namespace Haggle.Agent.Containers;

/// <summary>A file or folder of the machine that a container sees.</summary>
/// <param name="Source">Where it is on the machine.</param>
/// <param name="Target">Where it is inside.</param>
internal sealed record Mount(string Source, string Target);
