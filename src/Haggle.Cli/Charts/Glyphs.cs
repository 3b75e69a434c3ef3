using Haggle.Cli.Render;

namespace Haggle.Cli.Charts;

/// <summary>The characters that a chart is drawn with, and how series are told apart: by their mark always, by ink where there are colours.</summary>
internal sealed record Glyphs(string Marks, char Faint, char Vertical, char Horizontal, char Corner, char LeftTick, char BottomTick, char MarkLine, char Above, char Below, bool HasBraille)
{
    private static readonly Ink[] Inks = [Ink.Accent, Ink.Careful, Ink.Good, Ink.Bad, Ink.Strong, Ink.Plain];

    public static Glyphs Unicode { get; } = new("●▲■◆○△□◇", '·', '│', '─', '└', '┤', '┬', '┊', '█', '░', HasBraille: true);

    /// <summary>For pipes, files, and terminals that cannot show more.</summary>
    public static Glyphs Ascii { get; } = new("ox+*#@%&", '.', '|', '-', '+', '+', '+', ':', '#', '=', HasBraille: false);

    public static Glyphs Of(Page page) => page.Unicode ? Unicode : Ascii;

    public char MarkOf(int series) => Marks[series % Marks.Length];

    public static Ink InkOf(int series) => Inks[series % Inks.Length];
}
