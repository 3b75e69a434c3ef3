using System.ComponentModel;
using System.Diagnostics;

namespace Haggle.Server.Hosting;

/// <summary>The key pair that opens rented machines: the user's own, or one that is made here, once. Only the public half ever leaves.</summary>
/// <param name="PrivateFile">The file of the private half.</param>
/// <param name="Public">The public half, as OpenSSH writes it.</param>
internal sealed record CloudKey(string PrivateFile, string Public)
{
    /// <summary>The key pair that the configuration names, or Haggle's own.</summary>
    /// <param name="named">The file of the private half, or "".</param>
    /// <param name="field">Where it is named, for messages.</param>
    /// <param name="folder">Where Haggle's own is.</param>
    /// <param name="own">The file of Haggle's own private half there.</param>
    /// <exception cref="ConfigurationException">The key cannot be read or made.</exception>
    public static CloudKey Read(string named, string field, string folder, string own = "clouds_ed25519")
    {
        var key = named.Length == 0 ? Own(Path.Combine(folder, own)) : named.StartsWith("~/", StringComparison.Ordinal) ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), named[2..]) : named;
        try
        {
            return new CloudKey(key, File.ReadAllText(key + ".pub").Trim());
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"{field}: the public half {key}.pub cannot be read: {fault.Message}");
        }
    }

    private static string Own(string key)
    {
        if (File.Exists(key)) return key;
        Directory.CreateDirectory(Path.GetDirectoryName(key)!, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        try
        {
            using var made = Process.Start(new ProcessStartInfo("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "haggle", "-f", key]) { UseShellExecute = false, RedirectStandardInput = true })!;
            made.WaitForExit();
            return File.Exists(key) ? key : throw new ConfigurationException($"ssh-keygen could not make {key}");
        }
        catch (Win32Exception)
        {
            throw new ConfigurationException("rented machines are reached through ssh, and ssh-keygen is not installed (openssh-client); or name a key of your own");
        }
    }
}
