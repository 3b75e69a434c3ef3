using System.Collections.Immutable;
using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Haggle.TaskFiles.Yaml;

/// <summary>Builds trees from parser events. Aliases share their node; what they would expand to is counted.</summary>
internal sealed class YamlTreeBuilder(IParser parser)
{
    /// <summary>The deepest field of the format lies about eight levels deep.</summary>
    public const int DeepestNesting = 64;

    /// <summary>Nodes of all documents with aliases written out: far above any task file, far below what would be felt.</summary>
    public const int MostNodes = 20_000;

    private readonly Dictionary<string, YamlNode?> _anchors = new(StringComparer.Ordinal);
    private int _nodes;

    public ImmutableArray<YamlNode> ReadAll()
    {
        var documents = ImmutableArray.CreateBuilder<YamlNode>();
        parser.Consume<StreamStart>();
        while (!parser.TryConsume<StreamEnd>(out _))
        {
            parser.Consume<DocumentStart>();
            _anchors.Clear();
            var root = ReadNode(0);
            parser.Consume<DocumentEnd>();
            if (root is not YamlScalar { IsNull: true }) documents.Add(root);
        }

        return documents.ToImmutable();
    }

    private YamlNode ReadNode(int depth)
    {
        if (!parser.Accept<ParsingEvent>(out var current)) throw new YamlRefusalException(0, 0, "the file ends in the middle of a value");
        var (line, column) = ((int)current.Start.Line, (int)current.Start.Column);
        if (depth > DeepestNesting)
            throw new YamlRefusalException(
                line,
                column,
                string.Create(CultureInfo.InvariantCulture, $"values are nested more than {DeepestNesting} levels deep"));
        if (parser.TryConsume<AnchorAlias>(out var alias)) return Resolve(alias, line, column);
        var name = current is NodeEvent { Anchor.IsEmpty: false } anchored ? anchored.Anchor.Value : null;
        if (name is not null) _anchors[name] = null;
        Count(1, line, column);
        YamlNode node = current switch
        {
            Scalar scalar => ReadScalar(scalar, line, column),
            SequenceStart start => ReadSequence(start, depth, line, column),
            MappingStart start => ReadMapping(start, depth, line, column),
            _ => throw new YamlRefusalException(line, column, "a value is missing here"),
        };
        if (name is not null) _anchors[name] = node;
        return node;
    }

    // No message below repeats the name of an alias or tag: somebody's unquoted password may start with '*' or '!'.
    private YamlNode Resolve(AnchorAlias alias, int line, int column)
    {
        if (!_anchors.TryGetValue(alias.Value.Value, out var node))
            throw new YamlRefusalException(
                line,
                column,
                "this value starts with '*' and so is an alias, but nothing before it has that anchor",
                "put the value into quotes, or mark the value it means with '&'");
        if (node is null)
            throw new YamlRefusalException(line, column, "this alias stands inside the value that it means, which would never end");
        Count(node.ExpandedSize, line, column);
        return node;
    }

    private YamlScalar ReadScalar(Scalar scalar, int line, int column)
    {
        parser.Consume<Scalar>();
        var tag = Tag(scalar, line, column);
        var isText = tag == "str" || (tag is null or "?" && scalar.Style is not (ScalarStyle.Plain or ScalarStyle.Any));
        return new YamlScalar(scalar.Value, isText, line, column);
    }

    private YamlSequence ReadSequence(SequenceStart start, int depth, int line, int column)
    {
        Tag(start, line, column);
        parser.Consume<SequenceStart>();
        var items = ImmutableArray.CreateBuilder<YamlNode>();
        var size = 1;
        while (!parser.TryConsume<SequenceEnd>(out _))
        {
            var item = ReadNode(depth + 1);
            size += item.ExpandedSize;
            items.Add(item);
        }

        return new YamlSequence(items.ToImmutable(), line, column) { ExpandedSize = size };
    }

    private YamlMapping ReadMapping(MappingStart start, int depth, int line, int column)
    {
        Tag(start, line, column);
        parser.Consume<MappingStart>();
        var entries = new YamlEntries();
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var key = ReadNode(depth + 1);
            if (key is not YamlScalar { IsNull: false } name)
                throw new YamlRefusalException(
                    key.Line,
                    key.Column,
                    $"a key must be plain text, but this one is {key.Kind}",
                    "check the brackets and the ':' around it");
            entries.Add(name, ReadNode(depth + 1));
        }

        return entries.ToMapping(line, column);
    }

    private void Count(int nodes, int line, int column)
    {
        _nodes += nodes;
        if (_nodes > MostNodes)
            throw new YamlRefusalException(
                line,
                column,
                string.Create(CultureInfo.InvariantCulture, $"the file has more than {MostNodes} values once its aliases are written out"),
                "a task file is small: put data into the working folder");
    }

    private static string? Tag(NodeEvent node, int line, int column)
    {
        if (node.Tag.IsEmpty) return null;
        var tag = node.Tag.IsNonSpecific ? "?" : node.Tag.Value;
        if (tag is "!" or "?") return node is Scalar ? "str" : "?";
        const string Core = "tag:yaml.org,2002:";
        var name = tag.StartsWith(Core, StringComparison.Ordinal) ? tag[Core.Length..] : null;
        return name is "str" or "int" or "float" or "bool" or "null" or "map" or "seq" or "set"
            ? name
            : throw new YamlRefusalException(
                line,
                column,
                "this value starts with '!' and so has a YAML tag, which task files do not use",
                "put the value into quotes, or remove the tag");
    }
}
