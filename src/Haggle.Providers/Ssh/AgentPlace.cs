namespace Haggle.Providers.Ssh;

/// <summary>Where the agent is on a host.</summary>
/// <param name="Program">Its file there.</param>
/// <param name="Machines">The folder of the machines' folders.</param>
internal sealed record AgentPlace(string Program, string Machines);
