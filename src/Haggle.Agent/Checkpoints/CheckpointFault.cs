namespace Haggle.Agent.Checkpoints;

/// <summary>A checkpoint could not be saved or restored; the training itself is not concerned. The message is for people.</summary>
internal sealed class CheckpointFault(string message) : Exception(message);
