using System.Collections.Immutable;
using Haggle.Core.Tasks;
using Haggle.TaskFiles.Yaml;

namespace Haggle.TaskFiles.Reading;

/// <summary>Lists, maps of text, and values that are passed through.</summary>
internal static class Lists
{
    /// <summary>The items of a list; empty after a complaint.</summary>
    public static IEnumerable<Field> Items(this Field field, string wanted)
    {
        if (field.Node is YamlSequence list) return list.Items.Select(field.Item);
        field.Refuse($"must be {wanted}, but it is {field.Node.Kind}");
        return [];
    }

    /// <summary>The entries of a map with free keys; empty after a complaint.</summary>
    public static IEnumerable<(YamlScalar Key, Field Value)> Entries(this Field field, string wanted)
    {
        if (field.Node is YamlMapping map) return map.Entries.Select(entry => (entry.Key, field.Child(entry.Value, entry.Key.Text)));
        field.Refuse($"must be {wanted}, but it is {field.Node.Kind}");
        return [];
    }

    /// <summary>A list of words; a single word is a list of one where that is allowed.</summary>
    public static ImmutableArray<string> Words(this Field field, string wanted, bool mayBeSingle)
    {
        if (mayBeSingle && field.Node is YamlScalar) return field.Word(wanted) is { } word ? [word] : [];
        return [.. field.Items(wanted).Select(item => item.Word()).OfType<string>()];
    }

    public static ImmutableSortedDictionary<string, string> TextMap(this Field field, string wanted)
    {
        var map = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in field.Entries(wanted))
        {
            if (value.Raw("text") is { } text) map[key.Text] = text;
        }

        return map.ToImmutable();
    }

    /// <summary>A value as it is, for whoever knows it. Variables are substituted where that is due.</summary>
    public static ConfigValue PassThrough(this Field field) => field.Node switch
    {
        YamlScalar { IsNull: true } => new ConfigValue.Scalar(null, false),
        YamlScalar scalar => new ConfigValue.Scalar(field.Raw("text"), scalar.IsText),
        YamlSequence list => new ConfigValue.List([.. list.Items.Select((item, i) => field.Item(item, i).PassThrough())]),
        YamlMapping map => PassThroughMap(map.Entries.Select(entry => (entry.Key, field.Child(entry.Value, entry.Key.Text)))),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    public static ConfigValue.Map PassThroughMap(IEnumerable<(YamlScalar Key, Field Value)> entries) =>
        new([.. entries.Select(entry => KeyValuePair.Create(entry.Key.Text, entry.Value.PassThrough()))]);
}
