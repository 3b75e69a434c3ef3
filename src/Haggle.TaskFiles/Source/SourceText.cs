using System.Collections.Immutable;

namespace Haggle.TaskFiles.Source;

/// <summary>The text of a task file, cut into lines for messages.</summary>
internal sealed class SourceText(string file, string text)
{
    private ImmutableArray<string>? _lines;

    public string File { get; } = file;

    public string Text { get; } = text;

    public ImmutableArray<string> Lines => _lines ??= [.. Text.Split('\n').Select(line => line.TrimEnd('\r'))];

    /// <summary>A line counted from 1, or null when there is none.</summary>
    public string? Line(int number) => number >= 1 && number <= Lines.Length ? Lines[number - 1] : null;
}
