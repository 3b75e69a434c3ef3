namespace Haggle.Agent.Files;

/// <summary>
/// Covers the values of secrets in a stream, piece by piece: last bytes that may be the beginning of a value are held back until what follows is known.
/// For one stream; not thread-safe.
/// </summary>
/// <param name="mask">What is covered, by the newest order.</param>
internal sealed class SecretFilter(Func<SecretMask> mask)
{
    // What was sent already and may still be the beginning of a value that covers what is held back.
    private byte[] before = [];
    private byte[] held = [];

    /// <summary>Takes a piece of the stream and gives what may be shown of it and of what was held back.</summary>
    public ReadOnlyMemory<byte> Pass(ReadOnlySpan<byte> piece) => Show([.. held, .. piece], isOver: false);

    /// <summary>What is left at the end.</summary>
    public ReadOnlyMemory<byte> Rest() => Show(held, isOver: true);

    private ReadOnlyMemory<byte> Show(byte[] fresh, bool isOver)
    {
        var cover = mask();
        if (cover.Reach == 0)
        {
            (before, held) = ([], []);
            return fresh;
        }

        byte[] raw = [.. before, .. fresh];
        var settled = isOver ? raw.Length : Math.Max(before.Length, raw.Length - cover.Unfinished(raw));
        var covered = raw.AsSpan().ToArray();
        cover.Cover(covered);
        var shown = covered.AsMemory(before.Length, settled - before.Length);
        before = raw[Math.Max(0, settled - cover.Reach)..settled];
        held = raw[settled..];
        return shown;
    }
}
