using System.Collections.Immutable;
using System.Globalization;
using Haggle.Core.Tasks;
using Haggle.TaskFiles.Yaml;

namespace Haggle.TaskFiles.Reading;

/// <summary>accelerators in every spelling: a word, a map, a set, a list.</summary>
internal sealed record AcceleratorsField(ImmutableArray<AcceleratorRequest> Requests, bool IsOrdered)
{
    private const double MostPerNode = 4096;
    private const string Example = "for example A100:8, T4:0.5, 40GB+:4 or tpu-v5p-8";
    private static readonly string[] Manufacturers = ["NVIDIA", "AMD", "Intel", "Google", "AWS"];

    public static AcceleratorsField None { get; } = new([], IsOrdered: false);

    public static AcceleratorsField Read(Field field) => field.Node switch
    {
        YamlScalar => new(One(ReadWord(field)), IsOrdered: false),
        YamlSequence { Items.Length: <= 256 } list =>
            new([.. list.Items.Select((item, i) => ReadWord(field.Item(item, i))).OfType<AcceleratorRequest>()], IsOrdered: list.Items.Length > 1),
        YamlMapping { Entries.Length: <= 256 } map =>
            new([.. map.Entries.Select(entry => ReadEntry(entry, field)).OfType<AcceleratorRequest>()], IsOrdered: false),
        _ => TooMany(field),
    };

    /// <summary>A single accelerator: "A100:8".</summary>
    public static AcceleratorRequest? ReadWord(Field field) =>
        field.Word("an accelerator") is { } text ? Parse(text, field) : null;

    private static AcceleratorsField TooMany(Field field)
    {
        field.Refuse("has more than 256 alternatives");
        return None;
    }

    private static ImmutableArray<AcceleratorRequest> One(AcceleratorRequest? request) => request is null ? [] : [request];

    // {A100: 8} has a count; {A100:1, V100:1} is YAML for keys without values, which is how a set is written.
    private static AcceleratorRequest? ReadEntry(YamlEntry entry, Field field)
    {
        var key = field with { Node = entry.Key };
        if (entry.Value is YamlScalar { IsNull: true }) return ReadWord(key);
        if (field.Child(entry.Value, entry.Key.Text).Number(0, "a count above zero", mayBeLeast: false) is not { } count) return null;
        return ReadWord(key) is { } request ? WithCount(request, count, key) : null;
    }

    private static AcceleratorRequest? WithCount(AcceleratorRequest request, double count, Field field)
    {
        if (count > MostPerNode || (count > 1 && count != Math.Floor(count)))
        {
            field.Refuse("has a count that is neither a whole number up to 4,096 nor a share of one");
            return null;
        }

        return request switch
        {
            AcceleratorRequest.Named named => new AcceleratorRequest.Named(named.Name, count),
            AcceleratorRequest.WithMemory m => new AcceleratorRequest.WithMemory(m.Memory, m.OrMore, m.Manufacturer, count),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static AcceleratorRequest? Parse(string text, Field field)
    {
        var parts = text.Split(':', 4, StringSplitOptions.TrimEntries);
        var count = 1d;
        if (parts.Length > 1 && Scalars.TryNumber(parts[^1], out var given))
        {
            (parts, count) = (parts[..^1], given);
        }
        else if (parts.Length > 1 && !IsMemory(parts[^1]))
        {
            field.Refuse($"has the count '{Field.Shorten(parts[^1])}', which is not a number", Example);
            return null;
        }

        if (count <= 0 || parts.Length > 2 || parts.Any(part => part.Length == 0))
        {
            field.Refuse($"must be NAME or NAME:COUNT with a count above zero, but it is {field.Quoted}", Example);
            return null;
        }

        if (IsMemory(parts[^1])) return ReadMemory(parts, count, field);
        if (parts.Length == 1) return WithCount(new AcceleratorRequest.Named(Canonical(parts[0], field), 1), count, field);
        field.Refuse($"must be NAME or NAME:COUNT, but it is {field.Quoted}", Example);
        return null;
    }

    private static bool IsMemory(string text) =>
        text.Length > 1 && char.IsAsciiDigit(text[0]) && text.TrimEnd('+') is var size && char.IsAsciiLetter(size[^1]) && SizeText.TryParse(size, out _);

    private static AcceleratorRequest? ReadMemory(string[] parts, double count, Field field)
    {
        if (!SizeText.TryParse(parts[^1].TrimEnd('+'), out var memory)) return null;
        string? manufacturer = null;
        if (parts.Length == 2)
        {
            manufacturer = Array.Find(Manufacturers, known => known.Equals(parts[0], StringComparison.OrdinalIgnoreCase));
            if (manufacturer is null)
            {
                var near = Spelling.Nearest(parts[0], Manufacturers);
                field.Refuse(
                    $"names the manufacturer '{Field.Shorten(parts[0])}', which is not known",
                    near is null ? "known are " + string.Join(", ", Manufacturers) : $"did you mean {near}?");
                return null;
            }
        }

        return WithCount(new AcceleratorRequest.WithMemory(memory, parts[^1].EndsWith('+'), manufacturer, 1), count, field);
    }

    private static string Canonical(string name, Field field)
    {
        if (KnownAccelerators.Find(name) is { } known) return known;
        var near = field.Session.Complaints.IsFull ? null : KnownAccelerators.Nearest(name);
        if (near is not null)
            field.Refuse(
                $"names the accelerator '{Field.Shorten(name)}', which is not known",
                string.Create(CultureInfo.InvariantCulture, $"did you mean {near}?"));
        else field.Warn($"names the accelerator '{Field.Shorten(name)}', which is not known here; only offers of exactly that name will match");
        return name;
    }
}
