using System.Collections.Immutable;

namespace Haggle.TaskFiles.Yaml;

internal sealed class YamlSequence(ImmutableArray<YamlNode> items, int line, int column) : YamlNode(line, column)
{
    public ImmutableArray<YamlNode> Items { get; } = items;

    public override string Kind => "a list";
}
