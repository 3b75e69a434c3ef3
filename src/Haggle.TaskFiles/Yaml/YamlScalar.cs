namespace Haggle.TaskFiles.Yaml;

internal sealed class YamlScalar(string text, bool isText, int line, int column) : YamlNode(line, column)
{
    /// <summary>The text without quotes, exactly as written.</summary>
    public string Text { get; } = text;

    /// <summary>Whether it is text whatever it looks like: quoted, a block, or tagged !!str.</summary>
    public bool IsText { get; } = isText;

    public bool IsNull => !IsText && (Text is "" or "~" or "null" or "Null" or "NULL");

    public override string Kind => IsNull ? "empty" : IsText ? "text" : "a plain value";

    /// <summary>YAML 1.1 booleans, as PyYAML reads them; quotes do not matter.</summary>
    public bool? AsBool() => Text switch
    {
        "true" or "True" or "TRUE" or "yes" or "Yes" or "YES" or "on" or "On" or "ON" => true,
        "false" or "False" or "FALSE" or "no" or "No" or "NO" or "off" or "Off" or "OFF" => false,
        _ => null,
    };
}
