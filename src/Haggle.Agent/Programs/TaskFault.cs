namespace Haggle.Agent.Programs;

/// <summary>The task cannot go on; the message tells people why.</summary>
internal sealed class TaskFault(string message) : Exception(message);
