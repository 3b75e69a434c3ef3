namespace Haggle.Server.Hosting;

/// <summary>The configuration file is refused; the message holds every problem with its place.</summary>
internal sealed class ConfigurationException(string message) : Exception(message);
