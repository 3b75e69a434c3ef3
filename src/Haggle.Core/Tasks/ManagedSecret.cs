namespace Haggle.Core.Tasks;

/// <summary>A secret kept by the server that the task asks for.</summary>
/// <param name="Name">The secret's name.</param>
/// <param name="MountPath">The file in which the task wants to find it; null for an environment variable of the same name.</param>
public sealed record ManagedSecret(string Name, string? MountPath);
