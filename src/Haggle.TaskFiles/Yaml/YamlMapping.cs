using System.Collections.Immutable;

namespace Haggle.TaskFiles.Yaml;

internal sealed class YamlMapping(ImmutableArray<YamlEntry> entries, int line, int column) : YamlNode(line, column)
{
    public ImmutableArray<YamlEntry> Entries { get; } = entries;

    public override string Kind => "a map";
}
