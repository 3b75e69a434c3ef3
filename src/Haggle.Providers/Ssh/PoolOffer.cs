using Haggle.Core.Market;

namespace Haggle.Providers.Ssh;

/// <summary>A part of a machine of the pool that can be had.</summary>
/// <param name="Quote">As the engine sees it.</param>
/// <param name="GpuName">Its accelerators in the driver's words; "" for none.</param>
internal sealed record PoolOffer(Quote Quote, string GpuName);
