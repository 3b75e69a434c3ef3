namespace Haggle.Agent.Allotments;

/// <summary>The allotments of this computer cannot be read or changed; the message tells people why.</summary>
internal sealed class AllotmentFault(string message, Exception? inner = null) : Exception(message, inner);
