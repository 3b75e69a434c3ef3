namespace Haggle.Core.Runs;

/// <summary>A saved checkpoint: complete, with a manifest whose hash is known. Whoever uses it verifies it against that hash first.</summary>
/// <param name="Id">Its name in the store: "epoch-sequence", so that a newer one sorts later.</param>
/// <param name="Epoch">The attempt that saved it.</param>
/// <param name="Step">The program's step, or -1 when it did not say.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="ManifestSha256">The SHA-256 of its manifest, in lower-case hex.</param>
/// <param name="SavedAt">When it was saved, by the agent's clock.</param>
public sealed record CheckpointRef(string Id, int Epoch, long Step, long Bytes, string ManifestSha256, DateTimeOffset SavedAt);
