using System.Globalization;

namespace Haggle.Images;

/// <summary>A version in numbers ("12.8", "570.124.06"); compared number by number, what is missing counts as 0. Default: no version.</summary>
public readonly record struct DottedVersion : IComparable<DottedVersion>
{
    private const int MostParts = 4;

    private readonly int[]? parts;
    private readonly string? text;

    private DottedVersion(int[] parts, string text) => (this.parts, this.text) = (parts, text);

    /// <summary>Whether it says anything.</summary>
    public bool IsKnown => parts is not null;

    /// <summary>The first number.</summary>
    public int Major => Part(0);

    /// <summary>The second number.</summary>
    public int Minor => Part(1);

    /// <summary>Reads the numbers at the beginning of a text ("12.4.1-devel" is 12.4.1); no version when there is none.</summary>
    public static DottedVersion Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var end = 0;
        while (end < text.Length && (char.IsAsciiDigit(text[end]) || text[end] == '.')) end++;
        List<int> numbers = [];
        foreach (var word in text[..end].Split('.', StringSplitOptions.RemoveEmptyEntries).Take(MostParts))
        {
            if (!int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return default;
            numbers.Add(number);
        }

        return numbers.Count == 0 ? default : new DottedVersion([.. numbers], text[..end].Trim('.'));
    }

    /// <summary>Only the first two numbers: what CUDA versions are compared by.</summary>
    public DottedVersion Short => parts is null || parts.Length <= 2 ? this : new DottedVersion(parts[..2], string.Create(CultureInfo.InvariantCulture, $"{parts[0]}.{parts[1]}"));

    /// <inheritdoc/>
    public int CompareTo(DottedVersion other)
    {
        for (var i = 0; i < MostParts; i++)
            if (Part(i).CompareTo(other.Part(i)) is var order && order != 0) return order;
        return 0;
    }

    /// <inheritdoc/>
    public bool Equals(DottedVersion other) => IsKnown == other.IsKnown && CompareTo(other) == 0;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Part(0), Part(1), Part(2));

    public static bool operator <(DottedVersion left, DottedVersion right) => left.CompareTo(right) < 0;

    public static bool operator >(DottedVersion left, DottedVersion right) => left.CompareTo(right) > 0;

    public static bool operator <=(DottedVersion left, DottedVersion right) => left.CompareTo(right) <= 0;

    public static bool operator >=(DottedVersion left, DottedVersion right) => left.CompareTo(right) >= 0;

    /// <summary>The numbers as they were written.</summary>
    public override string ToString() => text ?? "";

    private int Part(int index) => parts is not null && index < parts.Length ? parts[index] : 0;
}
