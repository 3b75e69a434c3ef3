namespace Haggle.Cli.Render;

/// <summary>Blanks to fill a line with. Cut from a constant: filling new strings is vector code that a short-lived command would wait for to be compiled.</summary>
internal static class Blanks
{
    private const string Many = "                                                                                                                                ";

    public static string Of(int count) => count <= Many.Length ? Many[..count] : new string(' ', count);
}
