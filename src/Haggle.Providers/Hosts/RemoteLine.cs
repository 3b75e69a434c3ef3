using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Haggle.Providers.Hosts;

/// <summary>
/// Command lines for a remote host. The client hands over one text, which the user's login shell reads, whatever shell that is: sh, bash, zsh, fish, csh. So that
/// text only starts sh, in a spelling that all of them read alike. Pure.
/// </summary>
internal static class RemoteLine
{
    private const string ExitMark = "\nhaggle-exit:";

    /// <summary>A line that becomes the command.</summary>
    public static string Start(ImmutableArray<string> words) => Sh("exec " + ForSh(words));

    /// <summary>A line that runs the command and tells its exit code at the end of its errors: the client's own exit code may be its own trouble.</summary>
    public static string Run(ImmutableArray<string> words) =>
        Sh(ForSh(words) + "; e=$?; printf \"\\nhaggle-exit:%s\\n\" \"$e\" >&2; exit \"$e\"");

    /// <summary>Takes the exit code off the end of a command's errors; null when it is not there, so that nobody knows how far the command came.</summary>
    public static (int Code, string Error)? ReadExit(string error)
    {
        var at = error.LastIndexOf(ExitMark, StringComparison.Ordinal);
        if (at < 0) return null;
        var told = error.AsSpan(at + ExitMark.Length);
        var end = told.IndexOf('\n');
        return end > 0 && int.TryParse(told[..end], NumberStyles.None, CultureInfo.InvariantCulture, out var code) ? (code, error[..at]) : null;
    }

    /// <summary>Words as sh reads them.</summary>
    public static string ForSh(ImmutableArray<string> words) => string.Join(' ', words.Select(word => IsPlain(word) ? word : ShellWord.Quote(word)));

    // csh reads no line break inside quotes, so a text with one travels in octal.
    private static string Sh(string script) =>
        "exec sh -c " + ForAnyShell(script.Contains('\n', StringComparison.Ordinal) ? $"eval \"$(printf %b {ShellWord.Quote(Octal(script))})\"" : script);

    // fish reads a backslash inside quotes and csh an exclamation mark; outside of quotes, with a backslash before it, each is itself everywhere.
    private static string ForAnyShell(string text)
    {
        var quoted = new StringBuilder("'");
        foreach (var each in text)
        {
            if (each is '\'' or '\\' or '!') quoted.Append('\'').Append('\\').Append(each).Append('\'');
            else quoted.Append(each);
        }

        return quoted.Append('\'').ToString();
    }

    private static string Octal(string text)
    {
        var octal = new StringBuilder();
        foreach (var each in Encoding.UTF8.GetBytes(text)) octal.Append("\\0").Append(Convert.ToString(each, 8).PadLeft(3, '0'));
        return octal.ToString();
    }

    private static bool IsPlain(string word) => word.Length > 0 && word.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' or '/' or ':' or ',' or '+' or '@' or '%');
}
