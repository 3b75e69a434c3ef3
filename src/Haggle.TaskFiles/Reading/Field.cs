using System.Globalization;
using Haggle.TaskFiles.Yaml;

namespace Haggle.TaskFiles.Reading;

/// <summary>A value with its name and surroundings. Every reading method returns null after a complaint.</summary>
/// <param name="Node">The value.</param>
/// <param name="Path">Its name as a user would say it: "resources.cpus".</param>
/// <param name="Session">Where complaints go.</param>
internal sealed record Field(YamlNode Node, string Path, ReadingSession Session)
{
    private const int LongestPath = 200;

    /// <summary>What $NAME stands for below this field; null where nothing is substituted.</summary>
    public EnvSubstitution? Substitution { get; init; }

    /// <summary>Whether the values below may be shown to nobody.</summary>
    public bool IsSecret { get; init; }

    public Field Child(YamlNode node, string name) => this with { Node = node, Path = Join(Path, name) };

    public Field Item(YamlNode node, int index) =>
        this with { Node = node, Path = Path.Length > LongestPath ? Path : string.Create(CultureInfo.InvariantCulture, $"{Path}[{index}]") };

    /// <summary>Complains about this field. The message goes on after its name: "must be ...".</summary>
    public void Refuse(string message, string? suggestion = null) =>
        Session.Complaints.Error(Node.Line, Node.Column, $"{Name} {message}", suggestion);

    public void Warn(string message, string? suggestion = null) =>
        Session.Complaints.Warning(Node.Line, Node.Column, $"{Name} {message}", suggestion);

    /// <summary>A scalar as it was written, substituted where that is due.</summary>
    public string? Raw(string wanted)
    {
        if (Node is not YamlScalar scalar || scalar.IsNull)
        {
            Refuse($"must be {wanted}, but it is {Node.Kind}");
            return null;
        }

        if (IsSecret) Session.Hide(scalar.Text);
        return Substitution is null ? scalar.Text : Substitution.Apply(scalar.Text, this);
    }

    /// <summary>Text that is not blank, on one line.</summary>
    public string? Word(string wanted = "text")
    {
        if (Raw(wanted) is not { } text) return null;
        if (string.IsNullOrWhiteSpace(text)) Refuse($"must be {wanted}, but it is blank");
        else if (text.Any(char.IsControl)) Refuse($"must be {wanted} on one line, without tabs or control characters");
        else return text;
        return null;
    }

    private string Name => Path.Length == 0 ? "the document" : Shorten(Path);

    /// <summary>The value for a message: short, printable, and never a secret.</summary>
    public string Quoted => IsSecret ? "***" : Node is YamlScalar scalar ? $"'{Shorten(scalar.Text)}'" : Node.Kind;

    public static string Shorten(string text)
    {
        const int Most = 60;
        var clean = string.Concat(text.Take(Most).Select(c => char.IsControl(c) ? ' ' : c));
        return text.Length <= Most ? clean : clean + "...";
    }

    // Keys can be as long as the file and as deep as the limit: without a bound their paths would multiply.
    private static string Join(string path, string name) =>
        path.Length > LongestPath ? path : path.Length == 0 ? Shorten(name) : $"{path}.{Shorten(name)}";
}
