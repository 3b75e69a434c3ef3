using System.Collections.Immutable;
using Haggle.TaskFiles.Source;
using Haggle.TaskFiles.Yaml;

namespace Haggle.TaskFiles.Reading;

/// <summary>What one reading of one file gathers on its way: complaints, the fields met, the values that nobody may see.</summary>
internal sealed class ReadingSession(Complaints complaints, TaskOverrides overrides)
{
    private readonly HashSet<FieldUse> _fields = [];
    private readonly HashSet<string> _hidden = new(StringComparer.Ordinal);

    public Complaints Complaints { get; } = complaints;

    public TaskOverrides Overrides { get; } = overrides;

    /// <summary>Index of the task that is being read; -1 in the header.</summary>
    public int Task { get; set; }

    public void Met(string path, YamlNode node, bool isActedOn) =>
        _fields.Add(new FieldUse(Task, path, node.Line, node.Column, isActedOn));

    public void Hide(string value)
    {
        if (value.Length > 0) _hidden.Add(value);
    }

    public ImmutableArray<FieldUse> ToFields() => [.. _fields.OrderBy(field => field.Line).ThenBy(field => field.Column)];

    public ImmutableHashSet<string> ToHidden() => [.. _hidden];
}
