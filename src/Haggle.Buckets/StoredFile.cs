namespace Haggle.Buckets;

/// <summary>An object in a store.</summary>
/// <param name="Path">Its name below the place that was listed; parts are joined by "/".</param>
/// <param name="Bytes">Its size; -1 when the store does not tell.</param>
public readonly record struct StoredFile(string Path, long Bytes);
