namespace Haggle.Core.Runs;

/// <summary>How the checkpoints of a job are kept.</summary>
/// <param name="Path">The folder that the program writes them to, relative to the working folder.</param>
/// <param name="Every">How often the folder is looked at for something new to keep, in the offer's time.</param>
/// <param name="Keep">How many are kept; at least 1.</param>
/// <param name="Store">Where they are kept outside the machine: an address such as s3://bucket/folder, or an absolute path; null for the server's own store.</param>
public sealed record CheckpointRule(string Path, TimeSpan Every, int Keep, string? Store = null);
