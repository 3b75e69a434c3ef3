namespace Haggle.Providers.Hosts;

/// <summary>
/// A computer on which programs can be started: this one, or another through the OpenSSH client. Thread-safe. Words are handed over as they
/// are, whatever characters they hold; secrets go through <see cref="HostCommand.Input"/>, never through words.
/// </summary>
internal interface IHost
{
    /// <summary>What people call it.</summary>
    string Name { get; }

    /// <summary>Runs a command to its end. Whatever its exit code, that is a value, not a fault.</summary>
    /// <exception cref="HostException">It could not be started, the host is not reached, or the limit has passed.</exception>
    Task<CommandEnd> RunAsync(HostCommand command, CancellationToken cancellationToken);

    /// <summary>
    /// Starts a command and gives its standard input and output as one two-way stream. Disposing the stream closes both and ends the command;
    /// the command's end is the end of the stream. <see cref="HostCommand.Input"/> is sent first; the limit is for the start alone.
    /// </summary>
    /// <exception cref="HostException">It could not be started, or the host is not reached.</exception>
    Task<Stream> OpenAsync(HostCommand command, CancellationToken cancellationToken);

    /// <summary>Brings a file there, whole or not at all, readable by its owner alone and executable when it is so here.</summary>
    /// <exception cref="HostException">The host is not reached, or the file cannot be written there.</exception>
    Task SendAsync(string localPath, string path, CancellationToken cancellationToken);
}
