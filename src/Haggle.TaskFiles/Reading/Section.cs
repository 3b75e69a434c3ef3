using Haggle.Core.Tasks;
using Haggle.TaskFiles.Yaml;

namespace Haggle.TaskFiles.Reading;

/// <summary>A map whose keys are known: they are taken one by one, and what nobody took is complained about.</summary>
internal sealed class Section
{
    private readonly Dictionary<string, YamlEntry> _entries;
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    private Section(Field field, YamlMapping map)
    {
        Field = field;
        _entries = map.Entries.ToDictionary(entry => entry.Key.Text, StringComparer.Ordinal);
    }

    public Field Field { get; }

    /// <summary>The map, or null after a complaint that it is none.</summary>
    public static Section? Open(Field field, string wanted = "a map of keys and values")
    {
        if (field.Node is YamlMapping map) return new Section(field, map);
        field.Refuse($"must be {wanted}, but it is {field.Node.Kind}");
        return null;
    }

    /// <summary>The value of a key, or null when it is absent or null: null means "not given" everywhere but in envs and secrets.</summary>
    public Field? Take(string key)
    {
        _known.Add(key);
        return Given(key) ? Child(_entries[key]) : null;
    }

    /// <summary>Whether a key is there with a value.</summary>
    public bool Given(string key) => _entries.TryGetValue(key, out var entry) && entry.Value is not YamlScalar { IsNull: true };

    /// <summary>The value of a key that must be there.</summary>
    public Field? Require(string key, string example)
    {
        var field = Take(key);
        if (field is null) Field.Refuse($"needs the key '{key}'", $"for example {key}: {example}");
        return field;
    }

    /// <summary>The keys that nobody took, in their order.</summary>
    public IEnumerable<YamlEntry> Rest() => _entries.Values.Where(entry => !_known.Contains(entry.Key.Text));

    /// <summary>Complains about every key that nobody took.</summary>
    /// <param name="hint">Says where a key belongs that is known elsewhere; null for nowhere.</param>
    public void Close(Func<string, string?>? hint = null)
    {
        foreach (var entry in Rest())
        {
            var name = entry.Key.Text;
            var near = Field.Session.Complaints.IsFull ? null : Spelling.Nearest(name, _known);
            var suggestion = hint?.Invoke(name) ?? (near is null ? null : $"did you mean '{near}'?");
            Field.Session.Complaints.Error(entry.Key.Line, entry.Key.Column, $"{Where()} has no field '{Field.Shorten(name)}'", suggestion);
        }
    }

    public Field Child(YamlEntry entry) => Field.Child(entry.Value, entry.Key.Text);

    private string Where() => Field.Path.Length == 0 ? "a task" : Field.Shorten(Field.Path);
}
