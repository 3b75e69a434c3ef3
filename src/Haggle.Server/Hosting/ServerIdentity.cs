namespace Haggle.Server.Hosting;

/// <summary>Who this server is, for clients that ask.</summary>
/// <param name="Version">Its version.</param>
/// <param name="Build">Names the exact build.</param>
/// <param name="StartedAt">When it was started.</param>
/// <param name="Home">Its state folder.</param>
/// <param name="IsPrivate">Whether it ends by itself when it has nothing to watch.</param>
internal sealed record ServerIdentity(string Version, string Build, DateTimeOffset StartedAt, string Home, bool IsPrivate);
