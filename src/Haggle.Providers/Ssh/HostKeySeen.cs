namespace Haggle.Providers.Ssh;

/// <summary>The key that a host shows.</summary>
/// <param name="Key">"ssh-ed25519 AAAA...".</param>
/// <param name="Fingerprint">"SHA256:...", as people compare it.</param>
/// <param name="IsKnown">Whether the user's own known_hosts has it.</param>
public sealed record HostKeySeen(string Key, string Fingerprint, bool IsKnown);
