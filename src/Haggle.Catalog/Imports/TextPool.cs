using System.Text;

namespace Haggle.Catalog.Imports;

/// <summary>Makes strings out of bytes, the same string for the same bytes most of the time: a price list says "us-east-1" a hundred thousand times.</summary>
internal sealed class TextPool
{
    private const int Slots = 1 << 13;
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private readonly string?[] _texts = new string?[Slots];

    /// <exception cref="DecoderFallbackException">The bytes are not UTF-8.</exception>
    public string this[ReadOnlySpan<byte> bytes]
    {
        get
        {
            if (bytes.IsEmpty) return "";
            var hash = 2166136261u;
            foreach (var one in bytes) hash = unchecked((hash ^ one) * 16777619u);
            ref var slot = ref _texts[hash % Slots];
            if (slot is not null && Ascii.Equals(bytes, slot)) return slot;
            return slot = Strict.GetString(bytes);
        }
    }
}
