namespace Haggle.House.Tests.Rules;

/// <summary>No file of code is longer than what a reader holds in the head.</summary>
internal static class FileSizes
{
    private const int LinesMax = 400;

    public static IEnumerable<string> Broken(Tree tree) =>
        from file in tree.Code("src", "tests", "bench", "examples")
        let lines = file.Text.AsSpan().Count('\n')
        where lines > LinesMax
        select $"{file.Path}: {lines} lines, at most {LinesMax}";
}
