using System.Globalization;
using Haggle.Core.Tasks;
using Haggle.Core.Units;
using Haggle.TaskFiles.Yaml;

namespace Haggle.TaskFiles.Reading;

/// <summary>Single values: numbers, switches, durations, sizes, words out of a list. Quotes do not matter for any of them.</summary>
internal static class Scalars
{
    public static bool? Switch(this Field field)
    {
        if (field.Node is YamlScalar { IsNull: false } scalar && scalar.AsBool() is { } value) return value;
        field.Refuse($"must be true or false, but it is {field.Quoted}");
        return null;
    }

    public static int? Whole(this Field field, int least, int most)
    {
        var wanted = string.Create(CultureInfo.InvariantCulture, $"a whole number from {least} to {most}");
        if (field.Raw(wanted) is not { } text) return null;
        if (TryWhole(text, out var value) && value >= least && value <= most) return (int)value;
        field.Refuse($"must be {wanted}, but it is {field.Quoted}", OctalHint(text));
        return null;
    }

    public static double? Number(this Field field, double least, string wanted, bool mayBeLeast = true)
    {
        if (field.Raw(wanted) is not { } text) return null;
        if (TryNumber(text, out var value) && (mayBeLeast ? value >= least : value > least)) return value;
        field.Refuse($"must be {wanted}, but it is {field.Quoted}");
        return null;
    }

    /// <summary>Seconds as the format gives them: a plain number.</summary>
    public static TimeSpan? Seconds(this Field field)
    {
        const double Most = 10d * 365 * 86400;
        var value = field.Number(0, "a number of seconds");
        if (value is not > Most) return value is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
        field.Refuse("must be at most ten years");
        return null;
    }

    public static TimeSpan? Duration(this Field field, TimeSpan? plainUnit, bool mayBeZero = false)
    {
        const string Wanted = "a duration such as 30s, 10m, 1h30m, 2d or 1w";
        if (field.Raw(Wanted) is not { } text) return null;
        if (!DurationText.TryParse(text, plainUnit, out var value)) field.Refuse($"must be {Wanted}, but it is {field.Quoted}", UnitHint(text, plainUnit));
        else if (value == TimeSpan.Zero && !mayBeZero) field.Refuse("must be longer than zero");
        else return value;
        return null;
    }

    /// <summary>A size whose plain number means GB.</summary>
    public static Gib? Size(this Field field, bool wholeGib)
    {
        const string Wanted = "a size such as 256, 256GB or 1TB";
        if (field.Raw(Wanted) is not { } text) return null;
        if (!SizeText.TryParse(text, out var size) || (wholeGib && size < Gib.FromGib(1)))
        {
            field.Refuse($"must be {Wanted}, but it is {field.Quoted}");
            return null;
        }

        return wholeGib ? Gib.FromGib(Math.Floor(size.ToGib())) : size;
    }

    /// <summary>One of some words, in any case; comes back in the spelling given here.</summary>
    public static string? OneWordOf(this Field field, params string[] words) =>
        field.OneOf([.. words.Select((word, index) => (word, index))]) is { } index ? words[index] : null;

    /// <summary>One of some words, in any case.</summary>
    public static T? OneOf<T>(this Field field, params ReadOnlySpan<(string Word, T Value)> words)
        where T : struct
    {
        var all = new string[words.Length];
        for (var i = 0; i < words.Length; i++) all[i] = words[i].Word;
        var wanted = "one of " + string.Join(", ", all);
        if (field.Raw(wanted) is not { } text) return null;
        foreach (var (word, value) in words)
        {
            if (string.Equals(word, text.Trim(), StringComparison.OrdinalIgnoreCase)) return value;
        }

        var near = Spelling.Nearest(text, all);
        field.Refuse($"must be {wanted}, but it is {field.Quoted}", near is null ? null : $"did you mean {near}?");
        return null;
    }

    public static bool TryWhole(string text, out long value)
    {
        text = text.Trim();
        value = 0;
        if (OctalHint(text) is not null || text is ['_', ..]) return false;
        text = text.Replace("_", "", StringComparison.Ordinal);
        return text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            ? long.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value) && value >= 0
            : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);
    }

    public static bool TryNumber(string text, out double value)
    {
        text = text.Trim();
        value = 0;
        if (text.Length > 40 || text is ['_', ..] || OctalHint(text) is not null) return false;
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return double.TryParse(text.Replace("_", "", StringComparison.Ordinal), Style, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);
    }

    // YAML 1.1 reads 010 as eight, most people as ten: neither guess is safe.
    private static string? OctalHint(string text) =>
        text.Length > 1 && text[0] == '0' && text.All(char.IsAsciiDigit) ? "a leading zero means octal in YAML; write the number without it" : null;

    private static string? UnitHint(string text, TimeSpan? plainUnit) =>
        plainUnit is null && text.Length is > 0 and < 12 && text.All(char.IsAsciiDigit) ? $"say the unit: {text}s, {text}m or {text}h" : null;
}
