using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Haggle.Images;

/// <summary>Finds out what an image needs: by its name before it is there, by its environment afterwards. Pure.</summary>
public static partial class ImageReader
{
    /// <summary>By the name alone.</summary>
    public static ImageNeeds ByName(ImageName name, CudaFacts facts)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(facts);
        if (facts.Images.FirstOrDefault(image => ImageName.Parse(image.Image, out _) is { } known && known.Repository == name.Repository && known.Tag == name.Tag) is { } own)
            return new ImageNeeds { Cuda = own.Cuda, Basis = "Haggle's own list", CapabilityMin = own.CapabilityMin, CapabilityMax = own.CapabilityMax, IsToolkit = own.Framework == "cuda" };
        var repository = name.Repository;
        if (name.Registry == "nvcr.io" && repository.StartsWith("nvidia/", StringComparison.Ordinal) && NgcTag().Match(name.Tag) is { Success: true } ngc
            && facts.NgcReleases.TryGetValue(ngc.Groups[1].Value, out var release))
            return new ImageNeeds { Cuda = release, Basis = $"NGC release {ngc.Groups[1].Value}", HasCompat = true };
        if (repository is "nvidia/cuda" or "nvidia/cudagl" && PlainTag().Match(name.Tag) is { Success: true } plain)
            return new ImageNeeds { Cuda = DottedVersion.Parse(plain.Value).Short, Basis = "its tag", IsToolkit = true };
        if (WordTag().Match(name.Tag) is { Success: true } word) return new ImageNeeds { Cuda = Known(word.Groups[1].Value, facts), Basis = "its tag" };
        return ImageNeeds.Nothing;
    }

    /// <summary>By the environment that is set in it ("NAME=value"), and by its name where that says nothing.</summary>
    public static ImageNeeds ByEnvironment(IEnumerable<string> environment, ImageNeeds byName)
    {
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentNullException.ThrowIfNull(byName);
        var set = environment.Select(line => line.Split('=', 2)).Where(pair => pair.Length == 2).GroupBy(pair => pair[0], StringComparer.Ordinal)
            .ToImmutableSortedDictionary(group => group.Key, group => group.Last()[1], StringComparer.Ordinal);
        var require = set.GetValueOrDefault("NVIDIA_REQUIRE_CUDA", "");
        var compat = set.ContainsKey("NV_CUDA_COMPAT_PACKAGE") || set.ContainsKey("_CUDA_COMPAT_PATH") ? true : byName.HasCompat;
        var (cuda, basis) = Of("CUDA_VERSION", "CUDA_VERSION in it") ?? Of("NVIDIA_CUDA_VERSION", "NVIDIA_CUDA_VERSION in it") ?? Of("NV_CUDA_LIB_VERSION", "NV_CUDA_LIB_VERSION in it")
            ?? Of("NV_CUDA_CUDART_VERSION", "NV_CUDA_CUDART_VERSION in it") ?? Required(require) ?? (byName.Cuda, byName.Basis);
        return byName with { Cuda = cuda, Basis = basis, Branches = BranchesOf(require), HasCompat = cuda.IsKnown ? compat ?? false : compat };

        (DottedVersion, string)? Of(string variable, string words) =>
            set.TryGetValue(variable, out var text) && DottedVersion.Parse(text) is { IsKnown: true, Major: >= 7 and < 30 } found ? (found.Short, words) : null;
    }

    private static (DottedVersion, string)? Required(string require) =>
        RequiredCuda().Match(require) is { Success: true } match ? (DottedVersion.Parse(match.Groups[1].Value).Short, "NVIDIA_REQUIRE_CUDA in it") : null;

    // "brand=tesla,driver>=470,driver<471": the alternatives are separated by blanks. Those for one brand only are those for data-center cards.
    private static ImmutableArray<int> BranchesOf(string require) =>
        [.. RequiredBranch().Matches(require).Select(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)).Distinct().Order()];

    // "cu124" and "cuda12.4" and "cuda12.4.1" and "cuda-12.4"; "cuda12" says too little.
    private static DottedVersion Known(string text, CudaFacts facts)
    {
        var version = text.Contains('.', StringComparison.Ordinal) ? DottedVersion.Parse(text).Short : DottedVersion.Parse($"{text[..^1]}.{text[^1]}");
        return version.Major is >= 7 and < 30 && (facts.Find(version) is not null || text.Contains('.', StringComparison.Ordinal)) ? version : default;
    }

    [GeneratedRegex(@"^(\d\d\.\d\d)(-|$)")]
    private static partial Regex NgcTag();

    [GeneratedRegex(@"^\d+\.\d+(\.\d+)?")]
    private static partial Regex PlainTag();

    [GeneratedRegex(@"(?:^|[-_.])(?:cuda-?|cu)(\d{1,2}\.\d{1,2}|\d{3})(?=[-_.]|$)", RegexOptions.IgnoreCase)]
    private static partial Regex WordTag();

    [GeneratedRegex(@"cuda>=(\d+\.\d+)")]
    private static partial Regex RequiredCuda();

    [GeneratedRegex(@"brand=tesla,driver>=(\d+),driver<\d+")]
    private static partial Regex RequiredBranch();
}
