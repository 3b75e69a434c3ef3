namespace Haggle.Cli.Render;

/// <summary>How a piece of text is meant; a terminal with colours shows it so.</summary>
internal enum Ink
{
    Plain,
    Strong,
    Faint,
    Good,
    Careful,
    Bad,
    Accent,
}
