namespace Haggle.Core.Tasks;

/// <summary>Options of TPUs.</summary>
/// <param name="RuntimeVersion">The TPU software version; null for the default.</param>
/// <param name="TpuName">The TPU's name; null for a made-up one.</param>
/// <param name="TpuVm">Whether the machine is the TPU's own host. Default true.</param>
/// <param name="GcpQueuedResource">Whether to ask through the queue. Default false.</param>
public sealed record AcceleratorArgs(string? RuntimeVersion, string? TpuName, bool TpuVm = true, bool GcpQueuedResource = false);
