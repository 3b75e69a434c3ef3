namespace Haggle.Providers.Hosts;

/// <summary>Words for a POSIX shell. Pure.</summary>
internal static class ShellWord
{
    /// <summary>The word as it is, whatever characters it holds.</summary>
    public static string Quote(string word) => "'" + word.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
}
