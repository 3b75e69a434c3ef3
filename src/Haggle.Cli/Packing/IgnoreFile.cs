using System.Collections.Immutable;

namespace Haggle.Cli.Packing;

/// <summary>The rules of one ignore file.</summary>
/// <param name="Prefix">The way from the file's folder down to the packed one ("" or "a/b/"), for files of folders above it.</param>
/// <param name="Under">The folder of the file inside the packed one ("" or "a/b/").</param>
/// <param name="Rules">The rules, in the order of the file.</param>
internal sealed record IgnoreFile(string Prefix, string Under, ImmutableArray<IgnoreRule> Rules)
{
    /// <summary>An ignore file is read by people; a larger one is something else.</summary>
    private const int LargestFile = 1 << 20;

    public static IgnoreFile? Read(string file, string prefix, string under)
    {
        if (!File.Exists(file) || new FileInfo(file).Length > LargestFile) return null;
        return new IgnoreFile(prefix, under, Parse(File.ReadLines(file)));
    }

    public static ImmutableArray<IgnoreRule> Parse(IEnumerable<string> lines) => [.. lines.Select(IgnoreRule.Parse).OfType<IgnoreRule>()];

    /// <summary>What the last matching rule says about a path of the packed folder: true ignored, false wanted, null nothing.</summary>
    public bool? Says(string path, bool isFolder)
    {
        if (!path.StartsWith(Under, StringComparison.Ordinal)) return null;
        var relative = Prefix + path[Under.Length..];
        for (var index = Rules.Length - 1; index >= 0; index--)
            if (Rules[index].Matches(relative, isFolder)) return !Rules[index].IsNegated;
        return null;
    }
}
