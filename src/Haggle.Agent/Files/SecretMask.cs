using System.Text;

namespace Haggle.Agent.Files;

/// <summary>
/// Covers the values of secrets in what a program prints: each byte by a star, so that no offset moves. Values shorter than four characters are left, since they
/// stand everywhere by chance. Pure, thread-safe.
/// </summary>
internal sealed class SecretMask
{
    /// <summary>Covers nothing.</summary>
    public static readonly SecretMask None = new([]);

    private const int ShortestCovered = 4;
    private const byte Star = (byte)'*';

    private readonly byte[][] values;

    /// <summary>A value of several lines is covered as a whole and line by line: programs print it either way.</summary>
    public SecretMask(IEnumerable<string> secrets)
    {
        values = [.. secrets.SelectMany(secret => secret.Split('\n').Append(secret)).Select(text => text.Trim('\r', '\n'))
            .Where(text => text.Length >= ShortestCovered).Distinct().Select(Encoding.UTF8.GetBytes)];
        Reach = values.Length == 0 ? 0 : values.Max(value => value.Length) - 1;
    }

    /// <summary>How far before and behind a byte one must look to know whether it is covered.</summary>
    public int Reach { get; }

    /// <summary>Covers every value in a stretch of bytes.</summary>
    public void Cover(Span<byte> bytes)
    {
        List<Range> found = [];
        foreach (var value in values)
        {
            // One value may lie across another, or across itself: all of them are found before any is covered.
            for (var from = 0; bytes[from..].IndexOf(value) is var at && at >= 0; from += at + 1) found.Add(new Range(from + at, from + at + value.Length));
        }

        foreach (var range in found) bytes[range].Fill(Star);
    }

    /// <summary>The text with every value covered.</summary>
    public string Cover(string text)
    {
        if (Reach == 0) return text;
        var bytes = Encoding.UTF8.GetBytes(text);
        Cover(bytes);
        return Encoding.UTF8.GetString(bytes);
    }

    /// <summary>How many of the last bytes may be the beginning of a value whose rest is not there yet.</summary>
    public int Unfinished(ReadOnlySpan<byte> end)
    {
        for (var length = Math.Min(Reach, end.Length); length > 0; length--)
        {
            var tail = end[^length..];
            foreach (var value in values) if (value.Length > length && value.AsSpan().StartsWith(tail)) return length;
        }

        return 0;
    }
}
