using System.Globalization;
using System.Text;

namespace Haggle.TaskFiles.Source;

/// <summary>Turns bytes into text, or says in one sentence why they are not the text of a task file.</summary>
internal static class SourceDecoder
{
    /// <summary>Task files are written by people: the largest known ones are some 20 KiB, so a mebibyte is generous and keeps the work bounded.</summary>
    public const int LargestFile = 1024 * 1024;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The text, or null after a complaint.</summary>
    public static SourceText? Decode(string file, ReadOnlySpan<byte> bytes, Complaints complaints)
    {
        if (Refusal(bytes) is { } refusal)
        {
            complaints.WholeFile(refusal.Message, refusal.Suggestion);
            return null;
        }

        if (bytes.StartsWith(Encoding.UTF8.Preamble)) bytes = bytes[3..];
        string text;
        try
        {
            text = Strict.GetString(bytes);
        }
        catch (DecoderFallbackException invalid)
        {
            var line = bytes[..invalid.Index].Count((byte)'\n') + 1;
            var what = string.Create(CultureInfo.InvariantCulture, $"the file is not UTF-8 text: byte {invalid.Index} (counted from 0) does not belong there");
            complaints.Error(line, 0, what, "save the file as UTF-8");
            return null;
        }

        return IsClean(text, complaints) ? new SourceText(file, text) : null;
    }

    private static (string Message, string Suggestion)? Refusal(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > LargestFile)
            return (
                string.Create(CultureInfo.InvariantCulture, $"the file has {bytes.Length} bytes; a task file may have at most {LargestFile} (1 MiB)"),
                "put data and long scripts into the working folder");
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
            return ("the file is UTF-16 text (it starts with a UTF-16 byte order mark)", "save the file as UTF-8");
        return bytes.Contains((byte)0)
            ? (
                string.Create(CultureInfo.InvariantCulture, $"the file is not text: it has a NUL byte at offset {bytes.IndexOf((byte)0)}"),
                "give the YAML file itself, saved as UTF-8")
            : null;
    }

    // YAML allows tab, line feed, carriage return and NEL below space and DEL..C1; anything else there is binary or a terminal trick.
    private static bool IsClean(string text, Complaints complaints)
    {
        var line = 1;
        var column = 1;
        foreach (var c in text)
        {
            if (c == '\n')
            {
                (line, column) = (line + 1, 1);
                continue;
            }

            if (c is '\uFFFE' or '\uFFFF' || (char.IsControl(c) && c is not ('\t' or '\r' or '\u0085')))
            {
                complaints.Error(
                    line,
                    column,
                    string.Create(CultureInfo.InvariantCulture, $"the file has the control character U+{(int)c:X4}, which YAML does not allow"),
                    "remove it, or write it as an escape in double quotes");
                return false;
            }

            column++;
        }

        return true;
    }
}
