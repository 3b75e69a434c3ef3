using System.Runtime.InteropServices;

namespace Haggle.Agent.Hosts;

/// <summary>What names this computer, its boot and its users.</summary>
internal static class HostName
{
    /// <summary>Another one after every restart.</summary>
    public static string Boot() => FirstLine("/proc/sys/kernel/random/boot_id");

    /// <summary>The kernel's version.</summary>
    public static string Kernel() => FirstLine("/proc/sys/kernel/osrelease");

    /// <summary>As <c>uname -m</c> says it.</summary>
    public static string Architecture() => RuntimeInformation.OSArchitecture switch
    {
        System.Runtime.InteropServices.Architecture.X64 => "x86_64",
        System.Runtime.InteropServices.Architecture.Arm64 => "aarch64",
        System.Runtime.InteropServices.Architecture.Ppc64le => "ppc64le",
        System.Runtime.InteropServices.Architecture.RiscV64 => "riscv64",
        var other => other.ToString().ToLowerInvariant(),
    };

    /// <summary>The operating system in its own words.</summary>
    public static string OperatingSystemWords()
    {
        var line = Lines("/etc/os-release").FirstOrDefault(each => each.StartsWith("PRETTY_NAME=", StringComparison.Ordinal));
        return line?[(line.IndexOf('=', StringComparison.Ordinal) + 1)..].Trim('"') ?? "";
    }

    /// <summary>A user's name by number; the number itself when the computer's own list does not have it.</summary>
    public static string OfUser(string number) =>
        Lines("/etc/passwd").Select(each => each.Split(':')).FirstOrDefault(fields => fields.Length > 2 && fields[2] == number)?[0]
        ?? (number == Native.UserAndGroup().User.ToString(System.Globalization.CultureInfo.InvariantCulture) ? Environment.UserName : number);

    private static string FirstLine(string path) => Lines(path).FirstOrDefault()?.Trim() ?? "";

    private static string[] Lines(string path)
    {
        try
        {
            return File.ReadAllLines(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
