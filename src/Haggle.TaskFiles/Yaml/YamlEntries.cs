using System.Globalization;

namespace Haggle.TaskFiles.Yaml;

/// <summary>The entries of one map while it is read: refuses a key given twice, and merges '&lt;&lt;' the way YAML 1.1 says (own keys win).</summary>
internal sealed class YamlEntries
{
    private readonly List<YamlEntry> _entries = [];
    private readonly Dictionary<string, YamlScalar> _keys = new(StringComparer.Ordinal);
    private readonly List<YamlMapping> _merged = [];

    public void Add(YamlScalar key, YamlNode value)
    {
        if (key is { Text: "<<", IsText: false })
        {
            Merge(key, value);
            return;
        }

        if (!_keys.TryAdd(key.Text, key))
        {
            var first = _keys[key.Text];
            var name = key.Text.Length <= 40 ? key.Text : key.Text[..40] + "...";
            throw new YamlRefusalException(
                key.Line,
                key.Column,
                string.Create(CultureInfo.InvariantCulture, $"the key '{name}' is given twice: first on line {first.Line}, again on line {key.Line}"),
                "keep one of the two");
        }

        _entries.Add(new YamlEntry(key, value));
    }

    public YamlMapping ToMapping(int line, int column)
    {
        foreach (var entry in _merged.SelectMany(map => map.Entries))
        {
            if (_keys.TryAdd(entry.Key.Text, entry.Key)) _entries.Add(entry);
        }

        return new YamlMapping([.. _entries], line, column) { ExpandedSize = 1 + _entries.Sum(entry => 1 + entry.Value.ExpandedSize) };
    }

    private void Merge(YamlScalar key, YamlNode value)
    {
        IEnumerable<YamlNode> maps = value is YamlSequence list ? list.Items : [value];
        foreach (var map in maps)
        {
            _merged.Add(map as YamlMapping
                ?? throw new YamlRefusalException(
                    key.Line,
                    key.Column,
                    $"'<<' merges a map or a list of maps, but this is {map.Kind}",
                    "write '<<: *name' with &name on a map"));
        }
    }
}
