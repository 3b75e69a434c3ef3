using Haggle.TaskFiles.Clouds;

namespace Haggle.Server.Hosting;

/// <summary>The clouds that machines are rented from one by one; null for those that are not used.</summary>
internal sealed record RentedEntries(VastEntry? Vast = null, LambdaEntry? Lambda = null, RunPodEntry? RunPod = null, GcpEntry? Gcp = null);
