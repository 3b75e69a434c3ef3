namespace Haggle.TaskFiles.Yaml;

/// <summary>Ends the reading of a file whose YAML cannot be understood. Never leaves this folder.</summary>
internal sealed class YamlRefusalException(int line, int column, string message, string? suggestion = null) : Exception(message)
{
    public int Line { get; } = line;

    public int Column { get; } = column;

    public string? Suggestion { get; } = suggestion;
}
