using System.Collections.Immutable;
using System.Text.Json;

namespace Haggle.Images;

/// <summary>What is known of CUDA versions, drivers, cards and images (data/cuda.json). Read when asked for, once; thread-safe.</summary>
public sealed class CudaFacts
{
    private static readonly Lazy<CudaFacts> Loaded = new(Load);

    private CudaFacts(JsonElement root)
    {
        Toolkits = [.. Rows(root, "toolkits").Select(row => new CudaToolkit(
            Number(row, "cuda"), Number(row, "driver"), Number(row, "capability_min"), Number(row, "capability_max"),
            [.. row.GetProperty("compat_branches").EnumerateArray().Select(each => each.GetInt32())]))];
        Families = Rows(root, "families").ToImmutableSortedDictionary(row => row.GetProperty("major").GetInt32(), row => Number(row, "driver"));
        NgcReleases = Rows(root, "ngc").ToImmutableSortedDictionary(row => Text(row, "release"), row => Number(row, "cuda"), StringComparer.Ordinal);
        Images = [.. Rows(root, "images").Select(row => new FrameworkImage(
            Text(row, "framework"), Number(row, "cuda"), Text(row, "image"), Number(row, "capability_min"), Number(row, "capability_max")))];
    }

    /// <summary>The built-in facts.</summary>
    public static CudaFacts BuiltIn => Loaded.Value;

    /// <summary>Every CUDA version, newest first.</summary>
    public ImmutableArray<CudaToolkit> Toolkits { get; }

    /// <summary>The least driver of each major version whose minor versions are compatible.</summary>
    public ImmutableSortedDictionary<int, DottedVersion> Families { get; }

    /// <summary>The CUDA version of each NGC release ("24.08").</summary>
    public ImmutableSortedDictionary<string, DottedVersion> NgcReleases { get; }

    /// <summary>The images of frameworks, newest CUDA first within each.</summary>
    public ImmutableArray<FrameworkImage> Images { get; }

    /// <summary>A version's facts; null when it is not known.</summary>
    public CudaToolkit? Find(DottedVersion cuda) => Toolkits.FirstOrDefault(toolkit => toolkit.Cuda == cuda.Short);

    /// <summary>The newest CUDA that a driver serves by itself; null for one that is older than all that are known.</summary>
    public CudaToolkit? AllowedBy(DottedVersion driver) => Toolkits.FirstOrDefault(toolkit => toolkit.DriverMin <= driver);

    private static CudaFacts Load()
    {
        using var stream = typeof(CudaFacts).Assembly.GetManifestResourceStream("cuda.json") ?? throw new InvalidDataException("cuda.json is missing from this build");
        using var json = JsonDocument.Parse(stream);
        return new CudaFacts(json.RootElement);
    }

    private static JsonElement.ArrayEnumerator Rows(JsonElement root, string name) => root.GetProperty(name).EnumerateArray();

    private static DottedVersion Number(JsonElement row, string name) => DottedVersion.Parse(Text(row, name));

    private static string Text(JsonElement row, string name) => row.GetProperty(name).GetString() ?? "";
}
