using System.Globalization;

namespace Haggle.Wire.Rest;

/// <summary>
/// Names a build, so that a client sees when a server that is still running is older than the program on disk. Both sides make it from the same file:
/// the server from its own assembly when it starts, the client from the one beside it.
/// </summary>
public static class BuildName
{
    /// <summary>The name of the build that a file belongs to: version, "+", the file's time of change in Unix seconds.</summary>
    /// <param name="version">The version of the program.</param>
    /// <param name="changedAt">When haggle-server.dll was last written.</param>
    public static string Of(string version, DateTimeOffset changedAt) => string.Create(CultureInfo.InvariantCulture, $"{version}+{changedAt.ToUnixTimeSeconds()}");
}
