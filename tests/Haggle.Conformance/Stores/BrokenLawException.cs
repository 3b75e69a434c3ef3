namespace Haggle.Conformance.Stores;

/// <summary>A store does not do what its contract says.</summary>
public sealed class BrokenLawException(string message) : Exception(message);
