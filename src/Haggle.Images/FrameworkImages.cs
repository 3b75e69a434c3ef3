using System.Collections.Immutable;

namespace Haggle.Images;

/// <summary>The image that "docker:pytorch" or "docker:pytorch:cuda12.4" means. Pure.</summary>
public static class FrameworkImages
{
    /// <summary>Whether a name is only a framework's, with a CUDA version or without.</summary>
    public static bool IsFramework(ImageName name, CudaFacts facts)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(facts);
        return name is { Registry: "", Digest: "" } && facts.Images.Any(image => image.Framework == name.Repository) && (name.Tag.Length == 0 || IsCuda(name.Tag));
    }

    /// <summary>Finds it: the wanted CUDA version, or the newest that the machine's driver and cards run.</summary>
    /// <param name="name">The framework's name, maybe with a tag like "cuda12.4".</param>
    /// <param name="host">The machine's cards; null when nothing is known or there are none.</param>
    /// <param name="facts">The facts.</param>
    /// <param name="why">Why there is none, for people; "" otherwise.</param>
    public static string? Resolve(ImageName name, HostCards? host, CudaFacts facts, out string why)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(facts);
        why = "";
        ImmutableArray<FrameworkImage> all = [.. facts.Images.Where(image => image.Framework == name.Repository)];
        if (name.Tag.Length > 0)
        {
            var wanted = DottedVersion.Parse(name.Tag["cuda".Length..]);
            if (all.FirstOrDefault(image => image.Cuda == wanted) is { } exact) return exact.Image;
            why = $"there is no {name.Repository} image for CUDA {wanted}; there are {Listed(all)}; or name an image in full";
            return null;
        }

        if (host is null || (!host.Driver.IsKnown && host.Cards.IsEmpty)) return all[0].Image;
        if (all.FirstOrDefault(image => CudaMatch.Fits(image, host, facts)) is { } newest) return newest.Image;
        why = $"no {name.Repository} image that is known runs on {host.Host} with driver {host.Driver} and {string.Join(", ", host.Cards.Select(card => card.Name))}; there are {Listed(all)}; name an image in full";
        return null;
    }

    private static bool IsCuda(string tag) => tag.StartsWith("cuda", StringComparison.Ordinal) && DottedVersion.Parse(tag["cuda".Length..]) is { IsKnown: true } version && tag == $"cuda{version}";

    private static string Listed(ImmutableArray<FrameworkImage> images) => string.Join(", ", images.Select(image => $"CUDA {image.Cuda}"));
}
