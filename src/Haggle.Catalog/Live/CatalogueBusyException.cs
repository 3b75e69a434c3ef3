namespace Haggle.Catalog.Live;

/// <summary>Another process is writing the catalogue.</summary>
public sealed class CatalogueBusyException(string message, Exception inner) : IOException(message, inner);
