namespace Haggle.Core.Tasks;

/// <summary>When an idle machine is stopped or given back.</summary>
/// <param name="After">Idle time.</param>
/// <param name="Down">Whether it is given back instead of stopped.</param>
/// <param name="WaitFor">What counts as not idle.</param>
/// <param name="Hook">Deprecated script to run first; null for none.</param>
/// <param name="HookTimeout">Longest time for that script; null for the default.</param>
public sealed record Autostop(TimeSpan After, bool Down, AutostopWait WaitFor, string? Hook = null, TimeSpan? HookTimeout = null);
