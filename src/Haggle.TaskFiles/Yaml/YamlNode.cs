namespace Haggle.TaskFiles.Yaml;

/// <summary>A node of a document with the place it was written at (line and column from 1).</summary>
internal abstract class YamlNode(int line, int column)
{
    public int Line { get; } = line;

    public int Column { get; } = column;

    /// <summary>How many nodes stand below and including this one when every alias is written out.</summary>
    public int ExpandedSize { get; init; } = 1;

    /// <summary>What it is, for "is X, but Y is wanted".</summary>
    public abstract string Kind { get; }
}
