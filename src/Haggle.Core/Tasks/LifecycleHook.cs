namespace Haggle.Core.Tasks;

/// <summary>A script that runs on the machine before it ends.</summary>
/// <param name="Run">Shell commands, at most 16 KiB.</param>
/// <param name="Events">When. Default all events.</param>
/// <param name="Timeout">Longest time. Default 3,600 s.</param>
public sealed record LifecycleHook(string Run, HookEvents Events, TimeSpan Timeout);
