using Haggle.Buckets;
using Haggle.Core.Tasks;

namespace Haggle.Server.Stores;

/// <summary>Values of the configuration that may stand elsewhere: <c>env:NAME</c> in a variable of the server, <c>file:PATH</c> in a file. Read anew each time, so that a renewed key counts at once.</summary>
internal static class SecretText
{
    private const long BytesMax = 64 * 1024;

    /// <summary>The value; "" for none.</summary>
    /// <param name="secret">As it is written.</param>
    /// <param name="where">Which field of which address, for messages.</param>
    /// <exception cref="BucketException">It is not there.</exception>
    public static string Reveal(Secret? secret, string where)
    {
        var text = secret?.Reveal() ?? "";
        if (text.StartsWith("env:", StringComparison.Ordinal))
        {
            return Environment.GetEnvironmentVariable(text[4..]) is { Length: > 0 } value
                ? value
                : throw new BucketException(StoreTrouble.Denied, $"{where}: the variable {text[4..]} is not set where the server was started");
        }

        if (!text.StartsWith("file:", StringComparison.Ordinal)) return text;
        var path = text[5..].StartsWith("~/", StringComparison.Ordinal) ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), text[7..]) : text[5..];
        try
        {
            if (new FileInfo(path).Length > BytesMax) throw new BucketException(StoreTrouble.Denied, $"{where}: {path} is too large for a key");
            return File.ReadAllText(path).Trim();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new BucketException(StoreTrouble.Denied, $"{where}: {path} cannot be read: {fault.Message}");
        }
    }
}
