namespace Haggle.TaskFiles.Clusters;

/// <summary>The web interface of a cluster of the configuration.</summary>
/// <param name="Url">Its address.</param>
/// <param name="TokenFile">The file of its token.</param>
/// <param name="User">The token's user.</param>
/// <param name="Version">The version of the interface.</param>
public sealed record ClusterRestEntry(Uri Url, string TokenFile, string User, string Version);
