namespace Haggle.Cli.Render;

/// <summary>A piece of text and how it is meant.</summary>
internal readonly record struct Inked(string Text, Ink Ink = Ink.Plain)
{
    public static implicit operator Inked(string text) => new(text);

    public string Paint(bool colours) => !colours || Ink == Ink.Plain || Text.Length == 0 ? Text : $"\e[{Code(Ink)}m{Text}\e[0m";

    private static string Code(Ink ink) => ink switch
    {
        Ink.Strong => "1",
        Ink.Faint => "2",
        Ink.Good => "32",
        Ink.Careful => "33",
        Ink.Bad => "31",
        Ink.Accent => "36",
        _ => "0",
    };
}
