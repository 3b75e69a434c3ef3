using System.Globalization;
using Haggle.Wire.Channels;

namespace Haggle.Cli.Access;

/// <summary>One tunnel: a port here, and what it leads to on the machine.</summary>
/// <param name="LocalPort">The port of 127.0.0.1 here; 0 for any that is free.</param>
/// <param name="Port">The port there; 0 when it is a socket.</param>
/// <param name="Path">The socket there; null when it is a port.</param>
internal sealed record Forward(int LocalPort, int Port, string? Path)
{
    private const int LargestPort = 65535;

    /// <summary>What is connected to, in words.</summary>
    public string There => Path ?? "port " + Port.ToString(CultureInfo.InvariantCulture);

    /// <summary>Reads "6006", "8080:6006" or "8080:/path/of.sock".</summary>
    public static Forward Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var local = Number(colon < 0 ? text : text[..colon]);
        var rest = colon < 0 ? text : text[(colon + 1)..];
        var isPath = colon >= 0 && rest.Length > 0 && (rest.Contains('/', StringComparison.Ordinal) || rest.EndsWith(".sock", StringComparison.Ordinal));
        var remote = isPath ? 0 : Number(rest);
        if (local is null || remote is null || (remote == 0 && !isPath))
            throw CliException.BadInput($"'{text}' is not a tunnel", "Write 6006 for the same port here and there, 8080:6006 for port 8080 here, 8080:/PATH for a socket there.");
        return new Forward(local.Value, remote.Value, isPath ? rest : null);
    }

    public ChannelRequest Request() => Path is { } path ? new ChannelRequest { Kind = "unix", Path = path } : new ChannelRequest { Kind = "tcp", Port = Port };

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= LargestPort ? number : null;
}
